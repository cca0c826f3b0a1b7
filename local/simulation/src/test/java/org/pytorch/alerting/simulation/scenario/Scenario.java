package org.pytorch.alerting.simulation.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a test a row of the table in {@code docs/RELIABILITY.md}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Scenario {
  /** The position of the row in the table. */
  int row();

  /** The fault or the unusual event. */
  String given();

  /** The pipeline's reaction. */
  String then();
}
