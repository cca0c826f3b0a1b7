package org.pytorch.alerting.stack.github.settings;

/**
 * Somebody who works on the repositories with a token of their own: a person, or another App, whose
 * login then ends in {@code [bot]}.
 */
public record Person(String login, long id, String token, Role role) {
  /** What a person may do in every repository, from least to most. */
  public enum Role {
    /** Opens issues and comments; labels and other people's issues are out of reach. */
    READ,
    /** Works on any issue. */
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

  /** {@return whether another App stands behind the login} */
  public boolean isBot() {
    return login.endsWith(Account.BOT_SUFFIX);
  }
}
