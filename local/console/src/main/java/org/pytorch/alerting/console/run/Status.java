package org.pytorch.alerting.console.run;

/** How a state, an item or an execution has ended, from the most to the least remarkable. */
public enum Status {
  FAILED("failed", "✕"),
  TIMED_OUT("timed out", "✕"),
  ABORTED("aborted", "⊘"),
  RUNNING("running", "●"),
  CAUGHT("error caught", "↷"),
  SUCCEEDED("succeeded", "✓");

  private final String text;
  private final String symbol;

  Status(String text, String symbol) {
    this.text = text;
    this.symbol = symbol;
  }

  public String text() {
    return text;
  }

  /** {@return a character in addition to the colour, for people who cannot see colours} */
  public String symbol() {
    return symbol;
  }

  /** {@return the CSS class} */
  public String css() {
    return "is-" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** {@return the more remarkable of the two} */
  public Status worse(Status other) {
    return compareTo(other) <= 0 ? this : other;
  }
}
