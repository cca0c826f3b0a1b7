package org.pytorch.alerting.fakegithub.settings;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The initial content of the fake GitHub, restored by a reset.
 *
 * @param app the only App
 * @param installationId its installation on the owner of the first repository; each further owner
 *     has one of its own
 * @param permissions the installation's permissions, such as {@code issues: write}
 * @param repositories {@code owner/name} of each, all private; the first is the default of the
 *     control endpoints
 * @param installedOn the repositories that the installation covers
 * @param apiUrl base of the URLs in responses, without a trailing slash
 * @param webUrl base of the {@code html_url}s, without a trailing slash
 */
@RecordBuilder
public record GitHubSettings(
    GitHubApp app,
    long installationId,
    Map<String, String> permissions,
    List<String> repositories,
    Set<String> installedOn,
    List<Person> people,
    GitHubRules rules,
    String apiUrl,
    String webUrl)
    implements GitHubSettingsBuilder.With {
  private static final long INSTALLATION_ID = 55_500_001L;

  public GitHubSettings {
    permissions = Map.copyOf(permissions);
    repositories = List.copyOf(repositories);
    installedOn = Set.copyOf(installedOn);
    people = List.copyOf(people);
    if (repositories.isEmpty()) {
      throw new IllegalArgumentException("repositories are empty");
    }
    if (!new HashSet<>(repositories).containsAll(installedOn)) {
      throw new IllegalArgumentException("the App is installed on an unknown repository");
    }
    for (String repository : repositories) {
      if (repository.split("/", -1).length != 2) {
        throw new IllegalArgumentException("repository is not owner/name: " + repository);
      }
    }
  }

  /** {@return settings with one repository, on which the App may write issues, and one person} */
  public static GitHubSettings of(GitHubApp app, String repository, Person person) {
    return new GitHubSettings(
        app,
        INSTALLATION_ID,
        Map.of("issues", "write", "metadata", "read"),
        List.of(repository),
        Set.of(repository),
        List.of(person),
        GitHubRules.STANDARD,
        "https://api.github.com",
        "https://github.com");
  }

  /** {@return these settings with {@code url} as base of all URLs} */
  public GitHubSettings at(String url) {
    return with().apiUrl(url).webUrl(url).build();
  }

  /** {@return these settings with another person} */
  public GitHubSettings with(Person person) {
    List<Person> all = new ArrayList<>(people);
    all.add(person);
    return withPeople(all);
  }

  /** {@return these settings with another repository, covered by the installation or not} */
  public GitHubSettings with(String repository, boolean installed) {
    List<String> all = new ArrayList<>(repositories);
    all.add(repository);
    Set<String> covered = new HashSet<>(installedOn);
    if (installed) {
      covered.add(repository);
    }
    return with().repositories(all).installedOn(covered).build();
  }

  /** {@return the owners of the repositories, in their order} */
  public List<String> owners() {
    return repositories.stream()
        .map(name -> name.substring(0, name.indexOf('/')))
        .distinct()
        .toList();
  }

  /** {@return the id of the App's installation on {@code owner}} */
  public long installationId(String owner) {
    return installationId + Math.max(0, owners().indexOf(owner));
  }

  /** {@return the owner on which the App has the installation {@code id}} */
  public Optional<String> ownerOf(long id) {
    return owners().stream().filter(owner -> installationId(owner) == id).findFirst();
  }

  /** {@return the account of {@code login} if it can be assigned to issues: a person} */
  public Optional<Account> assignable(String login) {
    return people.stream()
        .filter(person -> !person.isBot() && person.login().equalsIgnoreCase(login))
        .map(Person::account)
        .findFirst();
  }
}
