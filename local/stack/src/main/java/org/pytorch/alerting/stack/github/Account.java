package org.pytorch.alerting.stack.github;

/** Who wrote something: a person, or the bot that stands for an App. */
public record Account(String login, long id, Type type) {
  /** What ends the login of an App's bot. */
  static final String BOT_SUFFIX = "[bot]";

  /** GitHub's two kinds of accounts that write issues. */
  public enum Type {
    USER("User"),
    BOT("Bot");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** {@return the type as it stands in JSON} */
    public String text() {
      return text;
    }
  }
}
