package org.pytorch.alerting.model.snapstart;

/**
 * Does what the function will do for its first event, with made-up data and against nothing but
 * this process, so that the classes are loaded and compiled when the snapshot is taken. It must
 * leave nothing behind: no connection, no credentials, nothing in the objects that the function
 * works with.
 */
@FunctionalInterface
public interface Rehearsal {
  /** Runs once; a failure costs the snapshot its head start and nothing else. */
  void run() throws Exception;
}
