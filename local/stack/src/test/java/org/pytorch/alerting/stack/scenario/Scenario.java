package org.pytorch.alerting.stack.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a test a row of the table in {@code docs/RELIABILITY.md}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Scenario {
  /** Where the row stands in the table. */
  int row();

  /** What goes wrong, or is unusual. */
  String given();

  /** What happens here. */
  String then();
}
