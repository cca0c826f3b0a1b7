package org.pytorch.alerting.fakegithub.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;

/** Identifies the caller of a request. */
public final class Authentication {
  private static final Pattern HEADER = Pattern.compile("(?i)(bearer|token) (\\S+)");
  private static final Pattern JWT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]*");

  private final GitHubApp app;
  private final List<Person> people;
  private final AppTokens appTokens;
  private final InstallationTokens installationTokens;

  public Authentication(
      GitHubSettings settings, AppTokens appTokens, InstallationTokens installationTokens) {
    this.app = settings.app();
    this.people = settings.people();
    this.appTokens = appTokens;
    this.installationTokens = installationTokens;
  }

  /** {@return the caller; a {@link Caller.Nobody} if the credentials are absent or invalid} */
  public Caller identify(GitHubCall call, Instant now) {
    Optional<String> header = call.header("authorization");
    if (header.isEmpty()) {
      return new Caller.Nobody(Refusal.of(401, "Requires authentication"));
    }
    Matcher credentials = HEADER.matcher(header.get().strip());
    if (!credentials.matches()) {
      return new Caller.Nobody(Refusal.badCredentials());
    }
    return identify(credentials.group(1), credentials.group(2), now);
  }

  private Caller identify(String scheme, String secret, Instant now) {
    Optional<InstallationToken> installation = installationTokens.find(secret, now);
    if (installation.isPresent()) {
      return new Caller.Installation(app, installation.get());
    }
    for (Person person : people) {
      if (person.token().equals(secret)) {
        return new Caller.Somebody(person);
      }
    }
    if (scheme.equalsIgnoreCase("bearer") && JWT.matcher(secret).matches()) {
      return app(secret);
    }
    return new Caller.Nobody(Refusal.badCredentials());
  }

  /** An expired installation token also looks like a JWT, but not one of the App. */
  private Caller app(String token) {
    if (token.startsWith("ghs_")) {
      return new Caller.Nobody(Refusal.badCredentials());
    }
    try {
      appTokens.verify(token);
      return new Caller.AppItself(app);
    } catch (Refusal refusal) {
      return new Caller.Nobody(refusal);
    }
  }
}
