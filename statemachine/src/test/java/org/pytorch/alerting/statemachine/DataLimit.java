package org.pytorch.alerting.statemachine;

/** Where AWS refuses more than 256 KiB of data; an emulator may accept it. */
enum DataLimit {
  /** A state's result. */
  RESULT,
  /** A task's parameters. */
  PARAMETERS
}
