package org.pytorch.alerting.stack.github;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pytorch.alerting.github.GitHubAccessException;
import org.pytorch.alerting.github.GitHubSettings;
import org.pytorch.alerting.github.auth.GitHubApp;
import org.pytorch.alerting.runtime.Environment;

/** The variables that name a real GitHub. */
public final class GitHubVariables {
  private static final String REPO = "GITHUB_REPO";
  private static final String APP_ID = "GITHUB_APP_ID";
  private static final String APP_KEY = "GITHUB_APP_KEY_BASE64";
  private static final String APP_KEY_FILE = "GITHUB_APP_KEY_FILE";

  private static final String PROBLEM = "is not usable: ";

  private GitHubVariables() {}

  /**
   * {@return the GitHub that the variables name, or the fake} {@code GITHUB_API_URL} alone does not
   * count: CI services set it for every job.
   *
   * @throws IllegalStateException if some of the variables are set and others are missing, or if
   *     the key cannot be used; the message says what to do
   */
  public static Upstream read(Environment environment) {
    boolean wanted =
        environment.optional(APP_ID).isPresent()
            || environment.optional(APP_KEY).isPresent()
            || environment.optional(APP_KEY_FILE).isPresent()
            || environment.optional(REPO).isPresent();
    if (!wanted) {
      return new Upstream.Fake();
    }
    requireAll(environment);
    GitHubTarget target =
        new GitHubTarget(
            environment.endpoint("GITHUB_API_URL").orElse(GitHubSettings.PUBLIC_API),
            environment.required(REPO),
            environment.required(APP_ID),
            key(environment),
            Optional.empty(),
            environment.optional("GITHUB_PERSON_TOKEN"));
    requireUsableKey(target);
    return new Upstream.Existing(target);
  }

  private static void requireAll(Environment environment) {
    List<String> set =
        Stream.of(REPO, APP_ID, APP_KEY, APP_KEY_FILE)
            .filter(name -> environment.optional(name).isPresent())
            .toList();
    List<String> missing = new ArrayList<>();
    Stream.of(REPO, APP_ID).filter(name -> !set.contains(name)).forEach(missing::add);
    if (!set.contains(APP_KEY) && !set.contains(APP_KEY_FILE)) {
      missing.add("%s or %s".formatted(APP_KEY_FILE, APP_KEY));
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          """
          A real repository needs %s, %s and %s or %s, all together.
          Set: %s. Missing: %s.
          For the fake GitHub, unset what is set."""
              .formatted(
                  REPO,
                  APP_ID,
                  APP_KEY_FILE,
                  APP_KEY,
                  String.join(", ", set),
                  String.join(", ", missing)));
    }
  }

  /** Otherwise the first alert would find out. */
  private static void requireUsableKey(GitHubTarget target) {
    try {
      new GitHubApp(_ -> Optional.of(target.secret()), "app")
          .identity(new OfflineApi(() -> Instant.EPOCH));
    } catch (GitHubAccessException e) {
      String message = String.valueOf(e.getMessage());
      String problem = message.substring(message.indexOf(PROBLEM) + PROBLEM.length());
      throw new IllegalStateException(
          """
          The App's id and key cannot be used: %s.
          The key is the .pem file that GitHub gives out once. Either set %s to its name, or %s to `base64 -w0 app.pem`."""
              .formatted(problem, APP_KEY_FILE, APP_KEY));
    }
  }

  private static String key(Environment environment) {
    Optional<String> file = environment.optional(APP_KEY_FILE);
    if (file.isEmpty()) {
      return environment.required(APP_KEY);
    }
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(file.get())));
    } catch (IOException e) {
      throw new IllegalStateException(
          """
          The file that %s names cannot be read.
          Set it to the .pem file that GitHub gives out once."""
              .formatted(APP_KEY_FILE),
          e);
    }
  }
}
