package org.pytorch.alerting.fakegithub;

import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.pytorch.alerting.fakegithub.call.CallResponse;
import org.pytorch.alerting.fakegithub.call.GitHubCall;
import org.pytorch.alerting.fakegithub.settings.GitHubApp;
import org.pytorch.alerting.fakegithub.settings.GitHubRules;
import org.pytorch.alerting.fakegithub.settings.GitHubSettings;
import org.pytorch.alerting.fakegithub.settings.Person;
import org.pytorch.alerting.fakegithub.settings.Person.Role;

/** A fake GitHub whose clock only moves on request, and its clients. */
public final class GitHubFixture implements InstantSource {
  public static final String REPO = "tidewater/alerts";
  public static final String ISSUES = "/repos/tidewater/alerts/issues";
  public static final Instant START = Instant.parse("2026-03-04T07:13:02.250Z");
  public static final KeyPair KEYS = RsaKeys.of(42);
  public static final GitHubApp APP =
      new GitHubApp(812_345, "Iv23liINVENTED", "tidewater-alerts", KEYS.getPublic());
  public static final Person ADMIN = new Person("m-ferrow", 501, "person-token-1", Role.ADMIN);
  public static final Person READER = new Person("j-otieno", 502, "person-token-2", Role.READ);

  public static final Person BOT = new Person("stale[bot]", 503, "bot-token-1", Role.WRITE);

  public final FakeGitHub gitHub;
  private BiConsumer<GitHubCall, CallResponse> observer = (_, _) -> {};
  private Instant now = START;

  public GitHubFixture() {
    this(settings());
  }

  public GitHubFixture(GitHubSettings settings) {
    gitHub = new FakeGitHub(this, settings);
  }

  public static GitHubSettings settings() {
    return GitHubSettings.of(APP, REPO, ADMIN).with(READER).with(BOT);
  }

  public static GitHubFixture withRules(String changes) {
    return new GitHubFixture(settings().withRules(GitHubRules.STANDARD.with(changes)));
  }

  @Override
  public Instant instant() {
    return now;
  }

  public CallResponse handle(GitHubCall call) {
    CallResponse response = gitHub.handle(call);
    observer.accept(call, response);
    return response;
  }

  /** Calls {@code other} with every request and its response from now on. */
  public void observe(BiConsumer<GitHubCall, CallResponse> other) {
    observer = other;
  }

  public void pass(Duration time) {
    now = now.plus(time);
  }

  /** {@return a JWT of the App, valid for nine minutes} */
  String jwt() {
    return Jwts.builder()
        .issuer(APP.clientId())
        .issuedAt(Date.from(now.minusSeconds(60)))
        .expiration(Date.from(now.plusSeconds(540)))
        .signWith(KEYS.getPrivate(), Jwts.SIG.RS256)
        .compact();
  }

  public Client app() {
    return new Client("Bearer " + jwt(), Map.of());
  }

  /** {@return the App's installation with a new token} */
  public Client installation() {
    return installation("");
  }

  /** {@return the App's installation with a new token of this scope} */
  public Client installation(String scope) {
    CallResponse response = app().post("/app/installations/55500001/access_tokens", scope);
    return new Client("Bearer " + response.json().get("token").asText(), Map.of());
  }

  public Client person(Person person) {
    return new Client("token " + person.token(), Map.of());
  }

  public Client anonymous() {
    return new Client("", Map.of());
  }

  public final class Client {
    private final Map<String, String> headers = new HashMap<>();

    private Client(String authorization, Map<String, String> more) {
      headers.put("User-Agent", "tests");
      if (!authorization.isEmpty()) {
        headers.put("Authorization", authorization);
      }
      headers.putAll(more);
    }

    public Client with(String header, String value) {
      Client other = new Client("", headers);
      other.headers.put(header, value);
      return other;
    }

    public CallResponse get(String target) {
      return send("GET", target, "");
    }

    public CallResponse post(String target, String body) {
      return send("POST", target, body);
    }

    public CallResponse patch(String target, String body) {
      return send("PATCH", target, body);
    }

    public CallResponse put(String target, String body) {
      return send("PUT", target, body);
    }

    public CallResponse delete(String target) {
      return send("DELETE", target, "");
    }

    CallResponse send(String method, String target, String body) {
      return handle(new GitHubCall(method, target, headers, body));
    }

    /** Opens an issue; {@return its number} */
    public long open(String title) {
      return post(ISSUES, "{\"title\":\"%s\"}".formatted(title)).json().get("number").asLong();
    }
  }
}
