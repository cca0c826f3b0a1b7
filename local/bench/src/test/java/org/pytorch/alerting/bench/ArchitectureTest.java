package org.pytorch.alerting.bench;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.alerting.runtime.StacklessException;

/**
 * Which part may depend on which: the code map in {@code docs/ARCHITECTURE.md}. It is tested here,
 * because only this module has all others on its class path.
 */
final class ArchitectureTest {
  private static final String ROOT = "org.pytorch.alerting.";
  private static final String[] FUNCTIONS = {"webhook", "starter", "normalize", "decide", "github"};
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/jmh_generated/"))
          .importPackages("org.pytorch.alerting");

  private static final PathMatcher SOURCE =
      FileSystems.getDefault().getPathMatcher("glob:**/src/{main,test}/java/**.java");

  private static final SliceAssignment EACH_PACKAGE =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
          return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
          return "each package";
        }
      };

  /**
   * The state machine refers to these by class name, so they stay in the package of their
   * function's handler, and every part of the function may throw them.
   */
  private static final DescribedPredicate<JavaClass> FAILURE_WITH_A_DEPLOYED_NAME =
      assignableTo(StacklessException.class)
          .and(
              resideInAnyPackage(
                  Arrays.stream(FUNCTIONS).map(it -> ROOT + it).toArray(String[]::new)));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "runtime",
        "policy",
        "webhook",
        "starter",
        "normalize",
        "decide",
        "github",
        "stepfunctions",
        "fakegithub",
        "console",
        "stack",
        "infra",
        "bench"
      })
  void every_module_was_scanned(String module) {
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().startsWith(ROOT + module))
        .hasSizeGreaterThan(5);
  }

  @Test
  void model_depends_on_jackson_only() {
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
  void runtime_depends_on_the_model_and_the_snapshot_hooks_only() {
    classes()
        .that()
        .resideInAPackage(ROOT + "runtime..")
        .and()
        .resideOutsideOfPackage(ROOT + "runtime.aws")
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

  /** Lambda calls the first; tests, simulations and the local stack call the second. */
  @Test
  void each_handler_has_a_constructor_for_lambda_and_one_for_all_others() {
    List<JavaClass> handlers =
        CLASSES.stream()
            .filter(
                type -> Arrays.asList(FUNCTIONS).contains(type.getPackageName().replace(ROOT, "")))
            .filter(type -> type.isAssignableTo(RequestStreamHandler.class))
            .toList();

    assertThat(handlers).hasSize(6);
    assertThat(handlers)
        .allSatisfy(
            handler ->
                assertThat(handler.getConstructors())
                    .extracting(constructor -> constructor.getRawParameterTypes().size())
                    .containsExactlyInAnyOrder(0, 1));
  }

  /** Except that the webhook asks normalize what it would reject. */
  @Test
  void policy_depends_on_the_model_and_jackson_only() {
    classes()
        .that()
        .resideInAPackage(ROOT + "policy..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "policy..",
            ROOT + "model..",
            "java..",
            "com.fasterxml.jackson..",
            "org.jspecify.annotations..")
        .check(CLASSES);
  }

  @Test
  void functions_do_not_depend_on_each_other() {
    for (String function : FUNCTIONS) {
      noClasses()
          .that()
          .resideInAPackage(ROOT + function + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              Arrays.stream(FUNCTIONS)
                  .filter(other -> !other.equals(function))
                  .filter(other -> !(function.equals("webhook") && other.equals("normalize")))
                  .map(other -> ROOT + other + "..")
                  .toArray(String[]::new))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "stepfunctions..", ROOT + "fakegithub..", ROOT + "stack..", ROOT + "infra..")
          .check(CLASSES);
    }
  }

  @Test
  void webhook_uses_nothing_of_normalize_but_its_preview() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "webhook..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in normalize, and not its preview",
                type ->
                    type.getPackageName().startsWith(ROOT + "normalize")
                        && !type.getSimpleName().equals("Preview")))
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "software.amazon.awssdk.services.sfn.., starter",
    "software.amazon.awssdk.services.sns.., webhook",
    "software.amazon.awssdk.services.dynamodb.., decide",
    "org.apache.hc.., github",
    "io.jsonwebtoken.., github",
    "io.github.bucket4j.., github"
  })
  void each_service_is_used_by_one_function_only(String service, String function) {
    noClasses()
        .that()
        .resideInAnyPackage(functionsBut(function))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(service)
        .check(CLASSES);
    assertThat(CLASSES)
        .filteredOn(type -> type.getPackageName().startsWith(ROOT + function))
        .as("%s is used, otherwise the rule above checks nothing", service)
        .anyMatch(type -> uses(type, service.replace("..", "")));
  }

  @Test
  void normalize_is_pure() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "normalize..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon..", ROOT + "runtime.aws..", "java.net.http..")
        .check(CLASSES);
  }

  @Test
  void embedded_step_functions_does_not_depend_on_alerts() {
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
            ROOT + "fakegithub..",
            ROOT + "console..",
            ROOT + "stack..",
            "software.amazon..")
        .check(CLASSES);
  }

  /** So that the function that it plays GitHub for can be tested with it. */
  @Test
  void fake_github_depends_on_json_and_tokens_only() {
    classes()
        .that()
        .resideInAPackage(ROOT + "fakegithub..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "fakegithub..",
            ROOT + "model.json..",
            "java..",
            "com.sun.net.httpserver..",
            "com.fasterxml.jackson..",
            "io.jsonwebtoken..",
            "org.jspecify.annotations..")
        .check(CLASSES);
  }

  /**
   * It reads what everybody can read, so that it can be pointed elsewhere. Its command line starts
   * the embedded Step Functions that it shows.
   */
  @Test
  void console_reads_through_endpoints_only() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "console..")
        .and()
        .resideOutsideOfPackage(ROOT + "console.cli")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are ours, but of no part of the console and not of the model",
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && !type.getPackageName().startsWith(ROOT + "console")
                        && !type.getPackageName().startsWith(ROOT + "model")))
        .check(CLASSES);
  }

  @Test
  void packages_have_no_cycles() {
    slices()
        .assignedFrom(EACH_PACKAGE)
        .should()
        .beFreeOfCycles()
        .ignoreDependency(alwaysTrue(), FAILURE_WITH_A_DEPLOYED_NAME)
        .check(CLASSES);
  }

  /**
   * The parts of a package from the lowest to the highest level: a part only depends on lower
   * levels. A part is a sub-package with everything in it; the dot stands for the package itself.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model                    | text json < route < . < check status < action message
          runtime                  | . < aws
          policy                   | rule < parse match < check < .
          webhook                  | http payload < sender < topic < .
          starter                  | queue < workflow < .
          normalize                | text < source < settings message grouped cloudwatch < .
          decide                   | message retry < turn storm shared < row < rule dynamodb < .
          github                   | issue < render http < auth rest action < .
          stepfunctions            | time data < definition < task < execution < server
          stepfunctions.data       | . < template
          stepfunctions.definition | field < choice recovery < .
          stepfunctions.execution  | outcome < history < .
          fakegithub               | settings < call < data < auth < route < limit < endpoint fault < .
          console                  | text machine run < picture source < story web < page < template < . < cli
          console.template         | tag < .
          stack                    | journal explain storage < aws github < . < doctor < cli
          stack.aws                | . < lambda < queue
          bench                    | console cost < .
          stack.cli                | text desk payload aws < board letter < send < why < .
          """)
  void dependencies_go_to_lower_levels(String name, String order) {
    List<List<String>> levels =
        Arrays.stream(order.split(" < ")).map(level -> List.of(level.split(" "))).toList();

    assertThat(levels.stream().flatMap(List::stream))
        .as("every part of %s has its level", name)
        .containsExactlyInAnyOrderElementsOf(partsOf(name));
    for (int i = 0; i < levels.size(); i++) {
      List<String> lower = levels.subList(0, i).stream().flatMap(List::stream).toList();
      for (String part : levels.get(i)) {
        noClasses()
            .that(areIn(name, part))
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are in %s, neither in %s nor in %s".formatted(name, part, lower),
                    type ->
                        partOf(name, type)
                                .filter(it -> !it.equals(part) && !lower.contains(it))
                                .isPresent()
                            && !FAILURE_WITH_A_DEPLOYED_NAME.test(type)))
            .check(CLASSES);
      }
    }
  }

  @Test
  void every_package_with_parts_has_levels() throws NoSuchMethodException {
    String table =
        ArchitectureTest.class
            .getDeclaredMethod("dependencies_go_to_lower_levels", String.class, String.class)
            .getAnnotation(CsvSource.class)
            .textBlock();

    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(name -> partsOf(name.substring(ROOT.length())).size() > 1)
        .allSatisfy(
            name ->
                assertThat(table.lines().map(line -> ROOT + line.split("\\|", 2)[0].strip()))
                    .contains(name));
  }

  /**
   * The caller handles an absent value, or calls another method. Constructors may take one, for a
   * field that may be absent; so may generated builders.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "decide",
        "github",
        "infra",
        "bench",
        "model",
        "normalize",
        "policy",
        "runtime",
        "starter",
        "webhook",
        "fakegithub",
        "stepfunctions",
        "console",
        "policyfile",
        "stack"
      })
  void optional_is_no_parameter(String module) {
    noMethods()
        .that(
            DescribedPredicate.describe(
                "are written by hand in " + module,
                method ->
                    method.getOwner().getPackageName().matches(ROOT + module + "(\\..*)?")
                        && !method.getOwner().getName().contains("Builder")
                        && !method.getOwner().getPackageName().contains(".template")
                        && !method.getModifiers().contains(JavaModifier.SYNTHETIC)))
        .should()
        .haveRawParameterTypes(
            DescribedPredicate.describe(
                "an Optional",
                types -> types.stream().anyMatch(it -> it.isEquivalentTo(Optional.class))))
        .check(CLASSES);
  }

  /** In small packages a class is quick to find. */
  @Test
  void no_package_has_more_than_15_files() throws IOException {
    try (Stream<Path> files = Files.walk(Projects.root())) {
      Map<Path, Long> sizes =
          files
              .filter(file -> SOURCE.matches(file))
              .filter(file -> !file.endsWith("package-info.java"))
              .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));

      assertThat(sizes).hasSizeGreaterThan(100);
      assertThat(sizes).allSatisfy((folder, size) -> assertThat(size).isLessThanOrEqualTo(15));
    }
  }

  /** The measured code must not depend on the benchmarks. */
  @Test
  void nothing_depends_on_the_bench() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "bench..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "bench..", "org.openjdk.jmh..")
        .check(CLASSES);
  }

  /**
   * Except {@code infra}, where any part of a parsed file may be absent, and what is generated from
   * the console's templates.
   */
  @Test
  void every_package_is_null_marked() {
    classes()
        .that()
        .resideOutsideOfPackages(ROOT + "infra", ROOT + "console.template..")
        .should(beInANullMarkedPackage())
        .check(CLASSES);
  }

  /** {@return the parts of our package {@code name}} */
  private static Set<String> partsOf(String name) {
    return CLASSES.stream()
        .flatMap(type -> partOf(name, type).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Optional<String> partOf(String name, JavaClass type) {
    String packageName = type.getPackageName();
    if (type.getSimpleName().equals("package-info")) {
      return Optional.empty();
    }
    if (packageName.equals(ROOT + name)) {
      return Optional.of(".");
    }
    return packageName.startsWith(ROOT + name + ".")
        ? Optional.of(packageName.substring((ROOT + name + ".").length()).split("\\.", 2)[0])
        : Optional.empty();
  }

  private static DescribedPredicate<JavaClass> areIn(String name, String part) {
    return DescribedPredicate.describe(
        "are in %s of %s".formatted(part, name),
        type -> partOf(name, type).filter(part::equals).isPresent());
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
