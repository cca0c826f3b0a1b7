package org.pytorch.alerting.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** Runs a {@link Rehearsal} before the snapshot is taken. */
public final class Priming implements Resource {
  /** The runtime holds its resources weakly, and nobody else refers to these. */
  private static final List<Priming> REGISTERED = new CopyOnWriteArrayList<>();

  private final Rehearsal rehearsal;
  private final Log log;

  Priming(Rehearsal rehearsal, Log log) {
    this.rehearsal = rehearsal;
    this.log = log;
  }

  /** Has {@code rehearsal} run before the process's snapshot; without SnapStart it never runs. */
  public static void beforeSnapshot(Rehearsal rehearsal, Log log) {
    Priming priming = new Priming(rehearsal, log);
    REGISTERED.add(priming);
    Core.getGlobalContext().register(priming);
  }

  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      TlsRehearsal.run();
      rehearsal.run();
      log.info("Primed for the snapshot").write();
    } catch (Exception e) {
      log.error("Not primed: the function works, but starts slowly; mend its rehearsal")
          .with("problem", e.toString())
          .write();
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // What must not survive the snapshot is a Restorable's business.
  }
}
