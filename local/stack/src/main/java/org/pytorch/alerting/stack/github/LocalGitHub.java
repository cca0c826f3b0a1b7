package org.pytorch.alerting.stack.github;

import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pytorch.alerting.fakegithub.FakeGitHub;
import org.pytorch.alerting.fakegithub.FakeGitHubServer;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.stack.storage.Credentials;

/** The fake GitHub, with an App and its key. */
public final class LocalGitHub implements AutoCloseable {
  public static final String REPO = "acme/alerts";

  private static final long APP_ID = 424_242;
  private static final String CLIENT_ID = "Iv23acmealerts";

  /** Closes issues by hand. */
  private static final Person PERSON =
      new Person("olivia", 1_001, "person-token-olivia", Person.Role.WRITE);

  /** Another App, which closes issues and quotes their texts. */
  private static final Person OTHER_BOT =
      new Person("stale[bot]", 1_002, "bot-token-stale", Person.Role.WRITE);

  private final FakeGitHubServer server;
  private final GitHubTarget target;

  private LocalGitHub(FakeGitHubServer server, GitHubTarget target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts the fake GitHub.
   *
   * @param port 0 for any free one
   */
  public static LocalGitHub start(InstantSource clock, GitHubRules rules, int port) {
    return start(clock, rules, List.of(), port);
  }

  /**
   * Starts the fake GitHub with further repositories, on all of which the App is installed.
   *
   * @param repositories {@code owner/name} of each; {@link #REPO} always exists
   * @param port 0 for any free one
   */
  public static LocalGitHub start(
      InstantSource clock, GitHubRules rules, Collection<String> repositories, int port) {
    return start(clock, rules, repositories, port, Credentials.random(List.of()).gitHubApp());
  }

  /**
   * Starts the fake GitHub with further repositories, on all of which the App is installed.
   *
   * @param repositories {@code owner/name} of each; {@link #REPO} always exists
   * @param port 0 for any free one
   * @param keys the App's
   */
  public static LocalGitHub start(
      InstantSource clock,
      GitHubRules rules,
      Collection<String> repositories,
      int port,
      KeyPair keys) {
    GitHubSettings settings = settings(rules, repositories, keys);
    return of(FakeGitHubServer.start(clock, settings, port), keys);
  }

  /**
   * Starts a fake GitHub that remembers.
   *
   * @param repositories {@code owner/name} of each; {@link #REPO} always exists
   * @param port 0 for any free one
   * @param keys the App's
   * @param journal the file that keeps issues and comments
   */
  public static LocalGitHub start(
      InstantSource clock,
      GitHubRules rules,
      Collection<String> repositories,
      int port,
      KeyPair keys,
      Path journal) {
    GitHubSettings settings = settings(rules, repositories, keys);
    return of(FakeGitHubServer.start(clock, settings, port, journal), keys);
  }

  private static GitHubSettings settings(
      GitHubRules rules, Collection<String> repositories, KeyPair keys) {
    GitHubSettings settings =
        GitHubSettings.of(
                new GitHubApp(APP_ID, CLIENT_ID, "alert-pipeline", keys.getPublic()), REPO, PERSON)
            .with(OTHER_BOT)
            .withRules(rules);
    for (String repository : new TreeSet<>(repositories)) {
      if (!repository.equalsIgnoreCase(REPO)) {
        settings = settings.with(repository, true);
      }
    }
    return settings;
  }

  private static LocalGitHub of(FakeGitHubServer server, KeyPair keys) {
    return new LocalGitHub(
        server,
        new GitHubTarget(
            server.endpoint(),
            REPO,
            Long.toString(APP_ID),
            GitHubTarget.keyFile(keys.getPrivate().getEncoded()),
            Optional.of(server.control()),
            Optional.of(PERSON.token())));
  }

  /** {@return the URLs and credentials for the pipeline and for people} */
  public GitHubTarget target() {
    return target;
  }

  /** {@return the GitHub in memory, for faults and for data that the API does not show} */
  public FakeGitHub fake() {
    return server.gitHub();
  }

  @Override
  public void close() {
    server.close();
  }
}
