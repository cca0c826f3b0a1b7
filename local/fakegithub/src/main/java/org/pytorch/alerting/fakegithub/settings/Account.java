package org.pytorch.alerting.fakegithub.settings;

/** A person, an App's bot, or an organization. */
public record Account(String login, long id, Type type) {
  /** The suffix of an App bot's login. */
  static final String BOT_SUFFIX = "[bot]";

  /** GitHub's account types; an organization writes nothing. */
  public enum Type {
    USER("User"),
    BOT("Bot"),
    ORGANIZATION("Organization");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** {@return the type in JSON} */
    public String text() {
      return text;
    }
  }

  public boolean isBot() {
    return type == Type.BOT;
  }

  /** {@return the URL name of the bot's App} */
  public String slug() {
    return login.replace(BOT_SUFFIX, "");
  }
}
