package org.pytorch.alerting.fakegithub.settings;

/**
 * A user of the repositories with a personal token: a person, or another App, whose login ends in
 * {@code [bot]}.
 */
public record Person(String login, long id, String token, Role role) {
  /** A person's role in every repository, from least to most. */
  public enum Role {
    /** Opens issues and comments; may not change labels or other people's issues. */
    READ,
    /** May change any issue. */
    WRITE,
    /** Also renames, archives and removes repositories. */
    ADMIN
  }

  public Person {
    if (token.isBlank()) {
      throw new IllegalArgumentException("the token of %s is blank".formatted(login));
    }
  }

  public Account account() {
    return new Account(login, id, isBot() ? Account.Type.BOT : Account.Type.USER);
  }

  /** {@return whether the login belongs to another App} */
  public boolean isBot() {
    return login.endsWith(Account.BOT_SUFFIX);
  }
}
