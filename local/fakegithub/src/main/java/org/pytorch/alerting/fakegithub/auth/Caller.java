package org.pytorch.alerting.fakegithub.auth;

import java.util.Optional;
import org.pytorch.alerting.fakegithub.call.Refusal;
import org.pytorch.alerting.fakegithub.data.Repository;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.Person;

/** The caller of a request. */
public sealed interface Caller {
  /** {@return the login in logs and in {@code actor}} */
  String name();

  /** {@return the key of the caller's rate limits} */
  String limitKey();

  /** {@return the author of the caller's issues and comments; absent if the caller cannot write} */
  Optional<Account> account();

  /** {@return whether the caller can see the repository} */
  boolean sees(Repository repository);

  /** The App itself, by its JWT. */
  record AppItself(GitHubApp app) implements Caller {
    @Override
    public String name() {
      return app.slug();
    }

    @Override
    public String limitKey() {
      return "app ID " + app.id();
    }

    @Override
    public Optional<Account> account() {
      return Optional.empty();
    }

    @Override
    public boolean sees(Repository repository) {
      return repository.installed();
    }
  }

  /** The App's installation, by its token. */
  record Installation(GitHubApp app, InstallationToken token) implements Caller {
    @Override
    public String name() {
      return app.bot().login();
    }

    @Override
    public String limitKey() {
      return "installation ID " + token.installationId();
    }

    @Override
    public Optional<Account> account() {
      return Optional.of(app.bot());
    }

    @Override
    public boolean sees(Repository repository) {
      return repository.isPublic() || covers(repository);
    }

    boolean covers(Repository repository) {
      return repository.installed() && token.covers(repository);
    }
  }

  /** A person, by a personal token. */
  record Somebody(Person person) implements Caller {
    @Override
    public String name() {
      return person.login();
    }

    @Override
    public String limitKey() {
      return "user ID " + person.id();
    }

    @Override
    public Optional<Account> account() {
      return Optional.of(person.account());
    }

    @Override
    public boolean sees(Repository repository) {
      return true;
    }
  }

  /** Absent or invalid credentials; {@code refusal} says which. */
  record Nobody(Refusal refusal) implements Caller {
    @Override
    public String name() {
      return "anonymous";
    }

    @Override
    public String limitKey() {
      return "anonymous";
    }

    @Override
    public Optional<Account> account() {
      return Optional.empty();
    }

    @Override
    public boolean sees(Repository repository) {
      return false;
    }
  }
}
