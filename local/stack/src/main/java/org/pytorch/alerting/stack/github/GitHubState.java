package org.pytorch.alerting.stack.github;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Everything that the fake GitHub knows and can forget again. Its callers hold the lock. */
final class GitHubState {
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

  GitHubState(GitHubSettings settings) {
    this.settings = settings;
    this.rules = settings.rules();
    reset();
  }

  /** Forgets what people and the App did; the repositories keep their ids, so tokens stay good. */
  void reset() {
    repositories.clear();
    repositoryIds = FIRST_REPOSITORY_ID;
    formerNames.clear();
    rules = settings.rules();
    suspended = false;
    settings.repositories().forEach(name -> add(name, reach(name)));
  }

  GitHubSettings settings() {
    return settings;
  }

  GitHubRules rules() {
    return rules;
  }

  void rules(GitHubRules other) {
    rules = other;
  }

  /** {@return whether the owner of the repositories has suspended the App} */
  boolean suspended() {
    return suspended;
  }

  void suspend(boolean value) {
    suspended = value;
  }

  Iterable<Repository> repositories() {
    return repositories.values();
  }

  Optional<Repository> repository(long id) {
    return Optional.ofNullable(repositories.get(id));
  }

  Optional<Repository> repository(String fullName) {
    return repositories.values().stream()
        .filter(repository -> key(repository.fullName()).equals(key(fullName)))
        .findFirst();
  }

  /** {@return the repository that once had this name} */
  Optional<Repository> renamedFrom(String fullName) {
    return Optional.ofNullable(formerNames.get(key(fullName))).flatMap(this::repository);
  }

  Repository add(String fullName, Reach reach) {
    Repository repository = new Repository(repositoryIds, fullName, reach);
    repositoryIds++;
    repositories.put(repository.id(), repository);
    return repository;
  }

  void rename(Repository repository, String name) {
    formerNames.put(key(repository.fullName()), repository.id());
    repository.rename(name);
    formerNames.remove(key(repository.fullName()));
  }

  void remove(Repository repository) {
    repositories.remove(repository.id());
  }

  long nextIssueId() {
    return issueIds++;
  }

  long nextCommentId() {
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
