package org.pytorch.alerting.policyfile;

import java.util.Comparator;

/**
 * A mistake and its line.
 *
 * @param line from 1
 */
record Mistake(int line, String text) {
  static final Comparator<Mistake> BY_LINE = Comparator.comparingInt(Mistake::line);
}
