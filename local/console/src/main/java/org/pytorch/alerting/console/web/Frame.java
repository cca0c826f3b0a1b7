package org.pytorch.alerting.console.web;

import java.time.Instant;
import java.util.List;

/**
 * What is around every page's content.
 *
 * @param section the current entry of the menu
 * @param live whether the page looks again when something changes
 * @param self the page's own address with its query
 */
public record Frame(
    String title, String section, boolean live, String self, List<Entry> menu, Instant now) {
  public Frame {
    menu = List.copyOf(menu);
  }

  /** An entry of the menu. */
  public record Entry(String name, String href) {}
}
