package org.pytorch.alerting.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.pytorch.alerting.decide.message.DecideRequest;
import org.pytorch.alerting.decide.row.StoredAlert;
import org.pytorch.alerting.decide.rule.Decider;
import org.pytorch.alerting.decide.rule.Transition;
import org.pytorch.alerting.decide.turn.Turn;
import org.pytorch.alerting.model.action.ClaimToken;
import org.pytorch.alerting.model.action.Decision;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.model.message.NormalizedMessage;
import org.pytorch.alerting.normalize.NormalizeHandler;
import org.pytorch.alerting.runtime.Environment;
import org.pytorch.alerting.runtime.Host;

/**
 * The work for each alert without calls to other services. The warm-up counts calls, not seconds,
 * so that a busy machine compiles as much code as an idle one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class InnerLoops {
  private static final Instant NOW = Instant.parse("2026-03-04T07:13:00Z");

  private final Decider decider = new Decider("acme/alerts");
  private final NormalizeHandler normalize =
      new NormalizeHandler(
          new Host(new Environment(Map.of()), InstantSource.fixed(NOW), Projects.nowhere()));
  private String payload = "";
  private byte[] message = new byte[0];
  private Optional<DecideRequest> request = Optional.empty();

  /** Reads the payload and normalizes it once, for decide. */
  @Setup
  public void setUp() {
    payload = new Alerts(Projects.root()).firing(0);
    message =
        Json.write(
                Map.of(
                    "message_id",
                    "message",
                    "body",
                    payload,
                    "body_encoding",
                    "identity",
                    "sent_at",
                    Json.format(NOW),
                    "receive_count",
                    1,
                    "message_attributes",
                    Map.of("source", "grafana")))
            .getBytes(StandardCharsets.UTF_8);
    NormalizedMessage normalized =
        Json.read(new String(normalizeMessage(), StandardCharsets.UTF_8), NormalizedMessage.class);
    NormalizedMessage.NormalizedAlert alert = normalized.alerts().getFirst();
    request =
        Optional.of(
            new DecideRequest(
                alert.eventId(),
                alert.fingerprint(),
                alert.event().orElseThrow(),
                NOW,
                new ClaimToken("execution#0"),
                NOW));
  }

  /** The reference: only libraries, which parse and hash the same payload. */
  @Benchmark
  @Warmup(iterations = 1, batchSize = 200_000)
  @Measurement(iterations = 5, batchSize = 40_000)
  public String parseAndHash() throws JsonProcessingException, NoSuchAlgorithmException {
    JsonNode json = Json.mapper().readTree(payload);
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  /** The whole function: bytes in, bytes out, including the fingerprint. */
  @Benchmark
  @Warmup(iterations = 1, batchSize = 20_000)
  @Measurement(iterations = 5, batchSize = 4_000)
  public byte[] normalizeMessage() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    normalize.handleRequest(new ByteArrayInputStream(message), output, null);
    return output.toByteArray();
  }

  /** The rule of a CREATE: from no row to the row with a claim. */
  @Benchmark
  @Warmup(iterations = 1, batchSize = 400_000)
  @Measurement(iterations = 5, batchSize = 100_000)
  public StoredAlert decideCreate() {
    DecideRequest asked = request.orElseThrow();
    Transition<Decision> transition =
        decider.apply(StoredAlert.unknown(asked.fingerprint()), asked, NOW);
    if (transition instanceof Transition.TakeTurn<Decision> turn) {
      transition = turn.then().apply(new Turn.Granted(NOW));
    }
    return ((Transition.Write<Decision>) transition).next();
  }
}
