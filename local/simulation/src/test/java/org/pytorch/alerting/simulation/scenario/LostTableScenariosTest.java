package org.pytorch.alerting.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pytorch.alerting.simulation.virtual.VirtualDynamoDb;
import org.pytorch.alerting.simulation.virtual.Wiring;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table is lost, or the repository was used with another table before. */
final class LostTableScenariosTest {
  private static Scene scene() {
    return new Scene(new Wiring().searchingForUnknownIssues());
  }

  private static void lost(Scene scene, long minute) {
    scene.atMinute(minute, () -> scene.pipeline().dynamoDb().lose());
  }

  @Test
  @Scenario(
      row = 177,
      given = "The table is lost while an alert fires, with `search_unknown_issues`",
      then = "The open issue is found by its marker: no second one, and the resolve closes it.")
  void table_lost_while_firing() {
    Scene scene = scene();
    scene.atMinute(0, () -> scene.fires(1));
    lost(scene, 5);
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(15, () -> scene.repeats(1));
    scene.atMinute(20, () -> scene.resolves(1));
    scene.run();
    scene.expectOneIssue(1, false, 2);
  }

  @Test
  @Scenario(
      row = 178,
      given = "The table is lost, and the next event of an alert is its resolve",
      then = "The open issue is found and closed. A later firing opens the next one.")
  void table_lost_before_the_resolve() {
    Scene scene = scene();
    scene.atMinute(0, () -> scene.fires(1));
    lost(scene, 5);
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(20, () -> scene.fires(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    assertThat(scene.comments(1)).isEqualTo(1);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 179,
      given = "A person closes the issue, the table is lost, and the alert keeps firing",
      then = "The issue was closed during this firing: it is left alone, and no other is opened.")
  void table_lost_after_a_person_closed() {
    Scene scene = scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(3, () -> scene.personCloses(1));
    lost(scene, 5);
    scene.atMinute(10, () -> scene.repeats(1));
    scene.atMinute(15, () -> scene.repeats(1));
    scene.run();
    scene.expectOneIssue(1, false, 0);
  }

  @Test
  @Scenario(
      row = 180,
      given = "An alert has resolved, the table is lost, and the alert fires again",
      then = "Its closed issue belongs to the firing before: a new issue.")
  void table_lost_between_two_firings() {
    Scene scene = scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    lost(scene, 15);
    scene.atMinute(60, () -> scene.fires(1));
    scene.atMinute(70, () -> scene.resolves(1));
    scene.atMinute(80, () -> scene.fires(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, false, true);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 181,
      given = "The table is lost during the third episode of an alert",
      then = "Its issue is found although the table counts episodes from 1 again.")
  void table_lost_in_a_later_episode() {
    Scene scene = scene();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(20, () -> scene.fires(1));
    scene.atMinute(30, () -> scene.resolves(1));
    scene.atMinute(40, () -> scene.fires(1));
    lost(scene, 45);
    scene.atMinute(50, () -> scene.repeats(1));
    scene.atMinute(60, () -> scene.resolves(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, false, false);
    scene.expectAtRest();
  }

  @Test
  @Scenario(
      row = 182,
      given = "The table is restored to a time before the alert's second episode",
      then = "The open issue of that episode is found: no other one is opened.")
  void table_restored() {
    Scene scene = scene();
    List<Map<String, AttributeValue>> backup = new ArrayList<>();
    VirtualDynamoDb table = scene.pipeline().dynamoDb();
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(15, () -> backup.addAll(table.rows()));
    scene.atMinute(20, () -> scene.fires(1));
    scene.atMinute(
        25,
        () -> {
          table.lose();
          backup.forEach(table::put);
        });
    scene.atMinute(30, () -> scene.repeats(1));
    scene.atMinute(40, () -> scene.resolves(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, false);
    scene.expectAtRest();
  }

  @Test
  void the_search_costs_two_requests_for_each_new_issue() {
    assertThat(requests(scene()) - requests(new Scene())).isEqualTo(2 * 2);
  }

  /** {@return the requests for a firing, a repeat, a resolve and the next firing} */
  private static long requests(Scene scene) {
    scene.atMinute(0, () -> scene.fires(1));
    scene.atMinute(5, () -> scene.repeats(1));
    scene.atMinute(10, () -> scene.resolves(1));
    scene.atMinute(20, () -> scene.fires(1));
    scene.run();
    assertThat(scene.open(1)).containsExactly(false, true);
    return scene.requests();
  }
}
