package org.pytorch.alerting.stepfunctions.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.pytorch.alerting.stepfunctions.data.JsonText;
import org.pytorch.alerting.stepfunctions.execution.history.HistoryEvent;

/** An ended execution's history in some kilobytes, a tenth of what its events take as objects. */
final class PackedHistory {
  private final byte[] bytes;

  private PackedHistory(byte[] bytes) {
    this.bytes = bytes;
  }

  static PackedHistory of(List<HistoryEvent> events) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (HistoryEvent event : events) {
      json.addArray()
          .add(event.id())
          .add(event.previousId())
          .add(event.timestamp().toString())
          .add(event.type())
          .add(event.details());
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(JsonText.of(json).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PackedHistory(packed.toByteArray());
  }

  List<HistoryEvent> events() {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return JsonText.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .valueStream()
          .map(PackedHistory::event)
          .toList();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not what was packed", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HistoryEvent event(JsonNode fields) {
    return new HistoryEvent(
        fields.path(0).asLong(),
        fields.path(1).asLong(),
        Instant.parse(fields.path(2).asText()),
        fields.path(3).asText(),
        (ObjectNode) fields.path(4));
  }
}
