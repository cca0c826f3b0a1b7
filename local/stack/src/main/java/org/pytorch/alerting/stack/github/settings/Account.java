package org.pytorch.alerting.stack.github.settings;

/** A person, the bot that stands for an App, or an organization. */
public record Account(String login, long id, Type type) {
  /** What ends the login of an App's bot. */
  static final String BOT_SUFFIX = "[bot]";

  /** GitHub's kinds of accounts; an organization writes nothing. */
  public enum Type {
    USER("User"),
    BOT("Bot"),
    ORGANIZATION("Organization");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** {@return the type as it stands in JSON} */
    public String text() {
      return text;
    }
  }

  public boolean isBot() {
    return type == Type.BOT;
  }

  /** {@return the name in URLs of the App that a bot stands for} */
  public String slug() {
    return login.replace(BOT_SUFFIX, "");
  }
}
