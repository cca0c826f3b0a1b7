package org.pytorch.alerting.stack;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which part may know which: section 2 of the architecture. */
final class ArchitectureTest {
  private static final String ROOT = "org.pytorch.alerting.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.pytorch.alerting");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "runtime",
        "webhook",
        "starter",
        "normalize",
        "decide",
        "github",
        "stepfunctions",
        "stack"
      })
  void every_module_was_looked_at(String module) {
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().startsWith(ROOT + module))
        .hasSizeGreaterThan(5);
  }

  @Test
  void model_knows_jackson_and_nothing_else() {
    classes()
        .that()
        .resideInAPackage(ROOT + "model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "model..", "java..", "com.fasterxml.jackson..", "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void runtime_knows_the_model_and_the_hooks_of_a_snapshot() {
    classes()
        .that()
        .resideInAPackage(ROOT + "runtime..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "runtime..",
            ROOT + "model..",
            "java..",
            "javax.net.ssl..",
            "org.crac..",
            "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void functions_do_not_know_each_other() {
    for (String function : FUNCTIONS) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + function + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Arrays.stream(FUNCTIONS)
                  .filter(other -> !other.equals(function))
                  .map(other -> ROOT + other + "..")
                  .toArray(String[]::new))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "stepfunctions..", ROOT + "stack..")
          .check(CLASSES);
    }
  }

  private static final String[] FUNCTIONS = {"webhook", "starter", "normalize", "decide", "github"};

  @ParameterizedTest
  @CsvSource({
    "software.amazon.awssdk.services.sfn.., starter",
    "software.amazon.awssdk.services.sns.., webhook",
    "software.amazon.awssdk.services.dynamodb.., decide",
    "org.apache.hc.., github",
    "io.jsonwebtoken.., github",
    "io.github.bucket4j.., github"
  })
  void one_function_alone_knows_a_service(String service, String function) {
    noClasses()
        .that()
        .resideInAnyPackage(functionsBut(function))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(service)
        .check(CLASSES);
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().startsWith(ROOT + function))
        .as("%s is used at all, or the rule above says nothing", service)
        .anyMatch(type -> uses(type, service.replace("..", "")));
  }

  @Test
  void normalize_is_pure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "normalize..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void embedded_step_functions_knows_nothing_of_alerts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "stepfunctions..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "model..",
            ROOT + "runtime..",
            ROOT + "webhook..",
            ROOT + "starter..",
            ROOT + "normalize..",
            ROOT + "decide..",
            ROOT + "github..",
            ROOT + "stack..",
            "software.amazon..")
        .check(CLASSES);
  }

  @Test
  void parts_of_the_stack_do_not_depend_on_each_other_in_circles() {
    slices().matching(ROOT + "stack.(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "stack.aws..", ROOT + "stack.github..", ROOT + "stack.journal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "stack", ROOT + "stack.cli..")
        .check(CLASSES);
  }

  /** What is measured must not know that it is, and need nothing for it. */
  @Test
  void nothing_depends_on_the_bench() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "bench..", "org.openjdk.jmh..")
        .check(CLASSES);
  }

  @Test
  void every_package_is_null_marked() {
    classes().should(beInANullMarkedPackage()).check(CLASSES);
  }

  private static String[] functionsBut(String function) {
    return Stream.concat(Stream.of("model", "runtime"), Arrays.stream(FUNCTIONS))
        .filter(other -> !other.equals(function))
        .map(other -> ROOT + other + "..")
        .toArray(String[]::new);
  }

  private static boolean uses(JavaClass type, String packageName) {
    return type.getDirectDependenciesFromSelf().stream()
        .anyMatch(
            dependency -> dependency.getTargetClass().getPackageName().startsWith(packageName));
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.getPackage().isAnnotatedWith(NullMarked.class),
                type.getPackageName() + " has no @NullMarked package-info"));
      }
    };
  }
}
