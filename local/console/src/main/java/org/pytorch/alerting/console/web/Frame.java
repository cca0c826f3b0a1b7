package org.pytorch.alerting.console.web;

import java.time.Instant;
import java.util.List;

/**
 * The frame around every page's content.
 *
 * @param brand what the console is called
 * @param section the current entry of the menu
 * @param live whether the page looks again when something changes
 * @param hurried whether it looks again every second
 * @param self the page's own address with its query
 */
public record Frame(
    String brand,
    String title,
    String section,
    boolean live,
    boolean hurried,
    String self,
    List<Entry> menu,
    Instant now) {
  public Frame {
    menu = List.copyOf(menu);
  }

  /** An entry of the menu. */
  public record Entry(String name, String href) {}
}
