package org.pytorch.alerting.bench.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of docs/COSTS.md add up, and their prices are those of {@link Bill}. */
class CostsDocumentTest {
  private static final double CENT = 0.011;
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([^|]*) \\|.* \\|? ?\\**([\\d.,]+)\\** \\|$");
  private static final Pattern TOTAL = Pattern.compile("\\*\\*together\\*\\*");

  @Test
  void rows_of_each_table_add_up() throws IOException {
    List<MatchResult> rows = rows();
    List<Integer> totals =
        rows.stream().filter(this::isTotal).map(row -> rows.indexOf(row)).toList();

    assertThat(totals).hasSize(2);
    int from = 0;
    for (int total : totals) {
      double sum = rows.subList(from, total).stream().mapToDouble(this::dollars).sum();
      assertThat(sum).isCloseTo(dollars(rows.get(total)), within(CENT));
      from = total + 1;
    }
  }

  @Test
  void cost_of_a_million_alerts_is_that_of_the_bill() throws IOException {
    double documented =
        rows().stream().filter(this::isTotal).mapToDouble(this::dollars).findFirst().orElseThrow();

    assertThat(new Bill(6, 0.36, 700, 43_100, 7_500, 2, 6, 0.05).dollarsPerMillion())
        .isCloseTo(documented, within(CENT));
    assertThat(rows().getLast().group(1)).isEqualTo("1,000,000");
    assertThat(dollars(rows().getLast())).isCloseTo(documented + 31.36, within(CENT));
  }

  private boolean isTotal(MatchResult row) {
    return TOTAL.matcher(row.group(1)).matches();
  }

  private double dollars(MatchResult row) {
    return Double.parseDouble(row.group(2).replace(",", ""));
  }

  private static List<MatchResult> rows() throws IOException {
    String document = Files.readString(Path.of("../../docs/COSTS.md"));
    return ROW.matcher(document).results().toList();
  }
}
