package org.pytorch.alerting.fakegithub.data;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;

/** The fake GitHub's resettable state. Callers must hold the lock. */
public final class GitHubState {
  private static final long FIRST_REPOSITORY_ID = 770_000_001L;
  private static final long FIRST_ISSUE_ID = 3_100_000_001L;
  private static final long FIRST_COMMENT_ID = 4_200_000_001L;
  private static final long FIRST_LABEL_ID = 70_001L;

  private final GitHubSettings settings;
  private final Map<Long, Repository> repositories = new LinkedHashMap<>();
  private final Map<String, Long> formerNames = new HashMap<>();
  private GitHubRules rules;
  private boolean suspended;
  private long repositoryIds;
  private long issueIds = FIRST_ISSUE_ID;
  private long commentIds = FIRST_COMMENT_ID;
  private long labelIds = FIRST_LABEL_ID;

  public GitHubState(GitHubSettings settings) {
    this.settings = settings;
    this.rules = settings.rules();
    reset();
  }

  /**
   * Clears everything that people and the App did; repositories keep their ids, so tokens stay
   * valid.
   */
  public void reset() {
    repositories.clear();
    repositoryIds = FIRST_REPOSITORY_ID;
    formerNames.clear();
    rules = settings.rules();
    suspended = false;
    settings.repositories().forEach(name -> add(name, reach(name)));
  }

  public GitHubSettings settings() {
    return settings;
  }

  public GitHubRules rules() {
    return rules;
  }

  public void rules(GitHubRules other) {
    rules = other;
  }

  /** {@return whether the owner of the repositories has suspended the App} */
  public boolean suspended() {
    return suspended;
  }

  public void suspend(boolean value) {
    suspended = value;
  }

  public Iterable<Repository> repositories() {
    return repositories.values();
  }

  public Optional<Repository> repository(long id) {
    return Optional.ofNullable(repositories.get(id));
  }

  public Optional<Repository> repository(String fullName) {
    return repositories.values().stream()
        .filter(repository -> key(repository.fullName()).equals(key(fullName)))
        .findFirst();
  }

  /** {@return the repository that had this name before} */
  public Optional<Repository> renamedFrom(String fullName) {
    return Optional.ofNullable(formerNames.get(key(fullName))).flatMap(this::repository);
  }

  public Repository add(String fullName, Reach reach) {
    Repository repository = new Repository(repositoryIds, fullName, reach);
    repositoryIds++;
    repositories.put(repository.id(), repository);
    return repository;
  }

  public void rename(Repository repository, String name) {
    formerNames.put(key(repository.fullName()), repository.id());
    repository.rename(name);
    formerNames.remove(key(repository.fullName()));
  }

  public void remove(Repository repository) {
    repositories.remove(repository.id());
  }

  public long nextIssueId() {
    return issueIds++;
  }

  public long nextCommentId() {
    return commentIds++;
  }

  long nextLabelId() {
    return labelIds++;
  }

  private Reach reach(String name) {
    return settings.installedOn().contains(name) ? Reach.INSTALLED : Reach.HIDDEN;
  }

  private static String key(String fullName) {
    return fullName.toLowerCase(Locale.ROOT);
  }
}
