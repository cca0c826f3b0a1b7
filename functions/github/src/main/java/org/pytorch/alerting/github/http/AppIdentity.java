package org.pytorch.alerting.github.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.pytorch.alerting.github.issue.Closer;

/**
 * Our App's identity, which distinguishes its issues and comments from others. Other bots repeat
 * our texts, so the kind of account is not enough.
 *
 * @param ids its number and its client id, as far as they are known
 * @param login the login of the App's account, {@code slug[bot]}; absent if GitHub has not returned
 *     it yet
 */
public record AppIdentity(Set<String> ids, Optional<String> login) {
  private static final String BOT = "Bot";

  public AppIdentity {
    ids = Set.copyOf(ids);
  }

  /** {@return an App about which nothing is known} */
  public static AppIdentity unknown() {
    return new AppIdentity(Set.of(), Optional.empty());
  }

  /**
   * {@return whether our App wrote {@code item}, an issue or a comment}
   *
   * <p>If the login is unknown and GitHub does not name the App that wrote {@code item}, any bot
   * counts: a second issue for each unknown outcome would be worse than the rare copy.
   */
  public boolean wrote(JsonNode item) {
    JsonNode app = item.path("performed_via_github_app");
    if (app.isObject()) {
      return isOurs(app) || isOurLogin(item.path("user"));
    }
    return login.isPresent() ? isOurLogin(item.path("user")) : isBot(item.path("user"));
  }

  /** {@return the owner of {@code account}, an issue's {@code closed_by}; absent if it has none} */
  public Optional<Closer> closer(JsonNode account) {
    String name = account.path("login").asText("");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (isOurLogin(account) || (login.isEmpty() && isBot(account))) {
      return Optional.of(new Closer(name, Closer.Kind.OUR_APP));
    }
    return Optional.of(
        new Closer(name, isBot(account) ? Closer.Kind.OTHER_BOT : Closer.Kind.PERSON));
  }

  private boolean isOurs(JsonNode app) {
    return ids.contains(app.path("id").asText("")) || ids.contains(app.path("client_id").asText());
  }

  private boolean isOurLogin(JsonNode account) {
    return login.isPresent() && login.get().equalsIgnoreCase(account.path("login").asText(""));
  }

  private static boolean isBot(JsonNode account) {
    return account.path("type").asText("").equals(BOT);
  }
}
