package org.pytorch.alerting.stack.aws.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.DB;
import org.elasticmq.persistence.sql.MessageRepository;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * ElasticMQ's own store: a message is in the database before its sender gets a response. The
 * library has one connection pool per process, so a process can have one such store.
 */
final class KeptQueues {
  private static final Duration RESTORE = Duration.ofSeconds(30);

  private final ActorSystem system;
  private final ActorRef store;
  private final ActorRef manager;

  private KeptQueues(ActorSystem system, ActorRef store, ActorRef manager) {
    this.system = system;
    this.store = store;
    this.manager = manager;
  }

  /**
   * Opens the store.
   *
   * @param database the database's file, without its ending
   * @param queue whose messages become visible: whoever had received them ended with the process
   *     before, and SQS would wait for 27 minutes
   */
  static KeptQueues open(Path database, String queue) {
    SqlQueuePersistenceConfig config = config(database);
    makeVisible(new MessageRepository(queue, new DB(config)));
    ActorSystem system = ActorSystem.create("queues");
    ActorRef store =
        system.actorOf(Props.create(SqlQueuePersistenceActor.class, config, List$.MODULE$.empty()));
    ActorRef manager =
        system.actorOf(
            Props.create(
                QueueManagerActor.class,
                new NowProvider(),
                StrictSQSLimits$.MODULE$,
                Option.apply(store)));
    return new KeptQueues(system, store, manager);
  }

  /** Without a write delay of zero, H2 keeps what is committed in memory for half a second. */
  private static SqlQueuePersistenceConfig config(Path database) {
    return new SqlQueuePersistenceConfig(
        true,
        "org.h2.Driver",
        "jdbc:h2:file:%s;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE".formatted(database),
        "",
        "",
        false);
  }

  private static void makeVisible(MessageRepository messages) {
    long now = System.currentTimeMillis();
    for (InternalMessage message : CollectionConverters.asJava(messages.findAll())) {
      if (message.nextDelivery() > now) {
        message.nextDelivery_$eq(now);
        messages.update(message);
      }
    }
  }

  ActorSystem system() {
    return system;
  }

  ActorRef manager() {
    return manager;
  }

  /** Creates the queues of the last run with their messages. */
  void restore() {
    try {
      Patterns.ask(store, new QueueEvent.Restore(manager), RESTORE)
          .toCompletableFuture()
          .get(RESTORE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the queues of the last run cannot be restored", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void close() {
    system.terminate();
  }
}
