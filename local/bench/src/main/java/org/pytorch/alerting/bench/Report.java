package org.pytorch.alerting.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.pytorch.alerting.model.json.Json;

/** The rows as a table and as JSON. */
record Report(List<Row> rows) {
  /** More digits would be noise. */
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

  Report {
    rows = List.copyOf(rows);
  }

  String table() {
    int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    StringBuilder table = new StringBuilder();
    line(table, width, "", "today", "goal", "", "");
    for (Row row : rows) {
      line(
          table,
          width,
          row.name(),
          row.value().isPresent() ? text(row.value().getAsDouble()) : "none",
          "≤ " + text(row.goal()),
          row.ok() ? "ok" : "MISSED",
          row.unit());
    }
    return table.toString();
  }

  private static void line(StringBuilder table, int width, String name, Object... cells) {
    String text = "%8s  %8s  %-6s  %s".formatted(cells);
    table.append(name).append(" ".repeat(width - name.length() + 2)).append(text.stripTrailing());
    table.append('\n');
  }

  /** {@return {@code {"rows": [{"name", "value", "unit", "goal", "ok"}]}}} */
  String json() {
    ObjectNode json = Json.mapper().createObjectNode();
    ArrayNode list = json.putArray("rows");
    for (Row row : rows) {
      ObjectNode one = list.addObject().put("name", row.name());
      if (row.value().isPresent()) {
        one.put("value", rounded(row.value().getAsDouble()));
      } else {
        one.putNull("value");
      }
      one.put("unit", row.unit()).put("goal", rounded(row.goal())).put("ok", row.ok());
    }
    return json.toPrettyString();
  }

  private static String text(double value) {
    return rounded(value).toPlainString();
  }

  private static BigDecimal rounded(double value) {
    BigDecimal exact = BigDecimal.valueOf(value);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP);
    // Whole digits are never rounded away.
    BigDecimal rounded =
        whole.precision() >= THREE_DIGITS.getPrecision() ? whole : exact.round(THREE_DIGITS);
    return rounded.signum() == 0 ? BigDecimal.ZERO : plain(rounded.stripTrailingZeros());
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.scale() < 0 ? value.setScale(0) : value;
  }
}
