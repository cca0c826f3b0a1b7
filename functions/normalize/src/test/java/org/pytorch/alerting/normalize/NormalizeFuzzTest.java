package org.pytorch.alerting.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.pytorch.alerting.model.json.Json;
import org.pytorch.alerting.normalize.hostile.Invariants;
import org.pytorch.alerting.runtime.RecordedLog;

/**
 * Whatever arrives, the {@link Invariants} hold. {@code make test} runs the inputs that are known:
 * the payloads of {@code test-data}, and those in {@code NormalizeFuzzTestInputs}, most of which
 * broke something once. {@code make fuzz} looks for new ones.
 */
class NormalizeFuzzTest {
  private static final NormalizeHandler HANDLER =
      new NormalizeHandler(RecordedLog.unread(InstantSource.fixed(TestData.SENT_AT)));

  static Stream<byte[]> grafanas() {
    return payloads("grafana");
  }

  static Stream<byte[]> alertmanagers() {
    return payloads("alertmanager");
  }

  static Stream<byte[]> cloudwatches() {
    return payloads("cloudwatch");
  }

  static Stream<byte[]> normalizeds() {
    return payloads("normalized");
  }

  static Stream<byte[]> inputs() {
    return Stream.of("grafana", "alertmanager", "cloudwatch", "normalized", "malformed")
        .flatMap(NormalizeFuzzTest::payloads)
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .map(body -> Json.write(Map.of("message_id", "m-1", "body", body)))
        .map(input -> input.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("grafanas")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void grafana(byte[] body) {
    hold(body, "grafana");
  }

  @MethodSource("alertmanagers")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void alertmanager(byte[] body) {
    hold(body, "alertmanager");
  }

  @MethodSource("cloudwatches")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void cloudwatch(byte[] body) {
    hold(body, "cloudwatch");
  }

  @MethodSource("normalizeds")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void normalized(byte[] body) {
    hold(body, "normalized");
  }

  static Stream<byte[]> checks() {
    return Stream.of(
            "{\"fingerprint\": \"%s\", \"reason\": \"refresh\"}".formatted("0a".repeat(32)),
            "{\"fingerprint\": \"\", \"reason\": []}",
            "{}")
        .map(body -> body.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("checks")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void check(byte[] body) {
    hold(body, "check");
  }

  /** The whole function, with an input that no state machine would give it. */
  @MethodSource("inputs")
  @DictionaryFile(resourcePath = "payloads.dict")
  @FuzzTest
  void handler(byte[] input) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      HANDLER.handleRequest(new ByteArrayInputStream(input), output, null);
    } catch (InvalidAlertException e) {
      Invariants.checkDiagnosis(String.valueOf(e.getMessage()));
      assertThat(output.size()).isZero();
      return;
    }
    Invariants.checkOutput(output.toString(StandardCharsets.UTF_8));
  }

  private static void hold(byte[] body, String source) {
    Invariants.hold(new String(body, StandardCharsets.UTF_8), Map.of("source", source));
  }

  /** Not the large ones: they slow the search down and lead nowhere else. */
  private static Stream<byte[]> payloads(String folder) {
    return TestData.names().stream()
        .filter(name -> name.startsWith(folder + "/"))
        .map(TestData::text)
        .filter(text -> text.length() < 10_000)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
