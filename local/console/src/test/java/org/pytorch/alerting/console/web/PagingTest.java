package org.pytorch.alerting.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PagingTest {
  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0, ,",
    "10, 1, 1, 10, ,",
    "11, 1, 1, 10, , /x?q=a+b&page=2",
    "11, 2, 11, 11, /x?q=a+b&page=1,",
    "25, 2, 11, 20, /x?q=a+b&page=1, /x?q=a+b&page=3",
    "25, 99, 21, 25, /x?q=a+b&page=2,",
    "25, 0, 1, 10, , /x?q=a+b&page=2",
  })
  void a_page_says_where_it_is(int size, int wanted, int from, int to, String newer, String older) {
    List<Integer> all = IntStream.rangeClosed(1, size).boxed().toList();

    Paging<Integer> page = Paging.of(all, wanted, 10, Query.of("/x").with("q", "a b"));

    assertThat(page.from()).isEqualTo(from);
    assertThat(page.to()).isEqualTo(to);
    assertThat(page.total()).isEqualTo(size);
    assertThat(page.newer().orElse(null)).isEqualTo(newer);
    assertThat(page.older().orElse(null)).isEqualTo(older);
  }
}
