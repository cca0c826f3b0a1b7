package org.pytorch.alerting.fakegithub.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.pytorch.alerting.fakegithub.settings.Account;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.model.json.Json;

/** Accounts, Apps and the installation as GitHub's JSON. Callers must hold the lock. */
public final class Profiles {
  private static final long OWNER_ID = 600;
  private static final Template ACCOUNT = Template.named("account");
  private static final Template USER = Template.named("user");
  private static final Template APP = Template.named("app");
  private static final Template INSTALLATION = Template.named("installation");

  private final GitHubSettings settings;

  /** Shared by all issues and comments; must not be modified. */
  private final Map<Account, ObjectNode> accounts = new HashMap<>();

  private final Map<Account, ObjectNode> apps = new HashMap<>();

  public Profiles(GitHubSettings settings) {
    this.settings = settings;
  }

  ObjectNode account(Account account) {
    return accounts.computeIfAbsent(account, this::newAccount);
  }

  /** {@return the organization that owns repositories} */
  ObjectNode organization(String login) {
    return account(new Account(login, ownerId(login), Account.Type.ORGANIZATION));
  }

  /** {@return a person's own view of their account} */
  public ObjectNode user(Person person) {
    ObjectNode json = account(person.account()).deepCopy();
    json.setAll(USER.fill(values()));
    return json.put("user_view_type", "private");
  }

  /** {@return the App of a bot} */
  ObjectNode app(Account bot) {
    return apps.computeIfAbsent(bot, this::newApp);
  }

  /** {@return our App's own view of itself} */
  public ObjectNode self() {
    return app(settings.app().bot())
        .deepCopy()
        .put("installations_count", settings.owners().size());
  }

  /** {@return the App's installation on {@code owner}} */
  public ObjectNode installation(String owner, boolean suspended, String now) {
    GitHubApp app = settings.app();
    ObjectNode values =
        values()
            .put("id", settings.installationId(owner))
            .put("client_id", app.clientId())
            .put("app_id", app.id())
            .put("slug", app.slug())
            .put("organization", owner)
            .put("target_id", ownerId(owner));
    values.set("account", organization(owner));
    values.set("permissions", permissions(settings.permissions()));
    values.putNull("suspended_by").putNull("suspended_at");
    if (suspended) {
      values.set("suspended_by", organization(owner));
      values.put("suspended_at", now);
    }
    return INSTALLATION.fill(values);
  }

  public static ObjectNode permissions(Map<String, String> permissions) {
    ObjectNode json = Json.mapper().createObjectNode();
    permissions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> json.put(entry.getKey(), entry.getValue()));
    return json;
  }

  /** {@return {@code text} as a path segment} */
  static String inPath(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private ObjectNode newAccount(Account account) {
    String page = account.isBot() ? "apps/" + account.slug() : inPath(account.login());
    return ACCOUNT.fill(
        values()
            .put("id", account.id())
            .put("login", account.login())
            .put("login_in_path", inPath(account.login()))
            .put("page", page)
            .put("type", account.type().text()));
  }

  private ObjectNode newApp(Account bot) {
    GitHubApp ours = settings.app();
    boolean isOurs = bot.equals(ours.bot());
    ObjectNode values =
        values()
            .put("id", isOurs ? ours.id() : bot.id())
            .put("client_id", isOurs ? ours.clientId() : "Iv1.%016x".formatted(bot.id()))
            .put("slug", bot.slug())
            .put("organization", owner());
    values.set("owner", organization(owner()));
    values.set("permissions", permissions(isOurs ? settings.permissions() : Map.of()));
    return APP.fill(values);
  }

  /** The first owner's; the others' follow. */
  private long ownerId(String owner) {
    return OWNER_ID + Math.max(0, settings.owners().indexOf(owner));
  }

  private String owner() {
    String first = settings.repositories().getFirst();
    return first.substring(0, first.indexOf('/'));
  }

  private ObjectNode values() {
    return Json.mapper()
        .createObjectNode()
        .put("api", settings.apiUrl())
        .put("web", settings.webUrl());
  }
}
