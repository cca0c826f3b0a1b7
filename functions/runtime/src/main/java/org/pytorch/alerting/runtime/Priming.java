package org.pytorch.alerting.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/** Runs a {@link Rehearsal} before the snapshot is taken. */
public final class Priming implements Resource {
  /** The runtime holds its resources weakly, so something has to refer to them. */
  private static final List<Priming> REGISTERED = new CopyOnWriteArrayList<>();

  private final Rehearsal rehearsal;
  private final Log log;

  Priming(Rehearsal rehearsal, Log log) {
    this.rehearsal = rehearsal;
    this.log = log;
  }

  /** Runs {@code rehearsal} before the process's snapshot; never without SnapStart. */
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
      log.error("Not primed: the function works, but starts slowly; fix its rehearsal")
          .with("problem", e.toString())
          .write();
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {
    // Restorable discards what must not survive the snapshot.
  }
}
