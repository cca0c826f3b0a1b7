package org.pytorch.alerting.console.web;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list.
 *
 * @param from the number of its first entry, from 1; 0 if the list is empty
 * @param newer the address of the page before
 * @param older the address of the page after
 */
public record Paging<T>(
    List<T> entries, int from, int total, Optional<String> newer, Optional<String> older) {
  public Paging {
    entries = List.copyOf(entries);
  }

  /**
   * {@return a page of {@code all}; the last one if there are fewer}
   *
   * @param wanted from 1
   * @param query the address of the list without the page
   */
  public static <T> Paging<T> of(List<T> all, int wanted, int size, Query query) {
    int pages = Math.max(1, Math.ceilDiv(all.size(), size));
    int page = Math.clamp(wanted, 1, pages);
    int from = (page - 1) * size;
    int to = Math.min(all.size(), from + size);
    return new Paging<>(
        all.subList(from, to),
        all.isEmpty() ? 0 : from + 1,
        all.size(),
        page == 1 ? Optional.empty() : Optional.of(query.with("page", page - 1).href()),
        page == pages ? Optional.empty() : Optional.of(query.with("page", page + 1).href()));
  }

  /** {@return the number of the last entry} */
  public int to() {
    return entries.isEmpty() ? 0 : from + entries.size() - 1;
  }
}
