package org.pytorch.alerting.statemachine;

/** Where AWS refuses more than 256 KiB of data, and an emulator may not. */
enum DataLimit {
  /** What a state gives. */
  RESULT,
  /** What a task is called with. */
  PARAMETERS
}
