package org.pytorch.alerting.statemachine.engine;

/** Where AWS refuses more than 256 KiB of data; an emulator may accept it. */
public enum DataLimit {
  /** A state's result. */
  RESULT,
  /** A task's parameters. */
  PARAMETERS
}
