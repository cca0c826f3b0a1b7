package org.pytorch.alerting.endtoend.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pytorch.alerting.stack.Project;
import org.pytorch.alerting.stack.cli.Main;

/**
 * What {@code scripts/stack}, {@code scripts/preflight} and the other scripts that build do before
 * anything starts, in a project of a few modules, with a fake Maven and a fake JDK.
 */
class StackScriptTest {
  /** Compiles by copying; writes class paths, as the real build does. */
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      if [ "$1" = -version ]; then echo "Apache Maven ${MAVEN_VERSION:-3.9.11} (abc)"; exit; fi
      modules="$(sed -n 's/.*-pl \\([^ ]*\\) .*/\\1/p' <<<"$*")"
      echo "$modules" >> "$CALLS"
      cat "$OUTPUT_OF_MAVEN" 2>/dev/null && exit 1
      [ "$modules" = local/stack ] && modules=functions/model,functions/decide,local/stack
      for module in ${COMPILED:-${modules//,/ }}; do
        mkdir -p "$module/target/classes"
        cp "$module"/src/main/java/*.java "$module/target/classes/A.class"
      done
      mkdir -p target && echo lib.jar > target/stack.classpath
      cp target/stack.classpath "target/$(basename "$modules").classpath" 2>/dev/null || true
      """;

  /** An interface is what is public. */
  private static final String JAVAP =
      """
      #!/usr/bin/env bash
      for file; do [ -f "$file" ] && grep public "$file"; done
      true
      """;

  /** Everything that the scripts call, so that a test can hide one of them. */
  private static final List<String> TOOLS =
      List.of(
          "awk",
          "basename",
          "bash",
          "cat",
          "cksum",
          "cp",
          "df",
          "dirname",
          "env",
          "find",
          "git",
          "grep",
          "head",
          "ls",
          "mkdir",
          "mv",
          "paste",
          "ps",
          "rm",
          "sed",
          "sleep",
          "sort",
          "tail",
          "tee",
          "touch",
          "uname",
          "xargs");

  private record Result(int status, String output, List<String> builds) {}

  @TempDir private Path project;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void project() throws Exception {
    for (String script :
        List.of(
            "scripts/stack",
            "scripts/built",
            "scripts/preflight",
            "scripts/maven",
            "scripts/maven-repository",
            "scripts/version")) {
      executable(script, Files.readString(Project.root().resolve(script)));
    }
    executable("scripts/java-home", "#!/usr/bin/env bash\necho \"$PWD/jdk\"\n");
    executable("jdk/bin/java", "#!/usr/bin/env bash\necho \"started: $*\"\n");
    executable("jdk/bin/javap", JAVAP);
    executable("bin/mvn", MAVEN);
    for (String tool : TOOLS) {
      Files.createSymbolicLink(project.resolve("bin/" + tool), tool(tool));
    }
    write(
        "pom.xml",
        """
        <module>functions/model</module>
        <module>functions/decide</module>
        <module>infra</module>
        <module>local/stack</module>
        <module>local/bench</module>
        """);
    for (String module : List.of("functions/model", "functions/decide", "local/stack")) {
      write(module + "/pom.xml", "<project/>\n");
      write(module + "/src/main/java/A.java", "public A\nbody 1\n");
    }
    write("os-release", "ID=ubuntu\nID_LIKE=debian\n");
    age();
  }

  @Test
  void first_build_is_announced_with_its_size_and_builds_everything() throws Exception {
    Result first = stack("run");

    assertThat(first.builds()).containsExactly("local/stack");
    assertThat(first.output())
        .contains("First build: about 3 minutes, 250 MB")
        .contains("started: ", "cli.Main run");
  }

  @Test
  void nothing_is_built_if_nothing_has_changed() throws Exception {
    stack("run");

    assertThat(stack("run").builds()).isEmpty();
  }

  @Test
  void changed_function_is_built_alone() throws Exception {
    stack("run");
    change("functions/decide", "public A\nbody 2\n");

    Result second = stack("run");

    assertThat(second.builds()).containsExactly("functions/decide");
    assertThat(second.output()).contains("Building what has changed: functions/decide");
    assertThat(stack("run").builds()).isEmpty();
  }

  @Test
  void modules_that_use_a_changed_interface_are_built_too() throws Exception {
    stack("run");
    change("functions/model", "public A\npublic B\nbody 1\n");

    assertThat(stack("run").builds()).containsExactly("functions/model", "local/stack");
    assertThat(stack("run").builds()).isEmpty();
  }

  @Test
  void removed_source_is_noticed() throws Exception {
    write("functions/decide/src/main/java/B.java", "public B\n");
    age();
    stack("run");
    Files.delete(project.resolve("functions/decide/src/main/java/B.java"));
    changed("functions/decide/src/main/java");

    assertThat(stack("run").builds()).first().isEqualTo("functions/decide");
  }

  /** Such as make build, which compiles everything again, and Ctrl-C. */
  @Test
  void classes_that_an_interrupted_build_removed_are_built_again() throws Exception {
    stack("run");
    Files.delete(project.resolve("functions/decide/target/classes/A.class"));

    // Nobody knows what the other modules were built with.
    assertThat(stack("run").builds()).containsExactly("functions/decide", "local/stack");
    assertThat(stack("run").builds()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "console, functions/model local/stepfunctions local/console",
    "policy,  functions/model functions/policy local/policy",
    "bench,   functions/model functions/decide infra local/stack local/bench",
  })
  void other_scripts_build_again_what_an_interrupted_build_removed(String name, String modules)
      throws Exception {
    String script = "scripts/" + name;
    executable(script, Files.readString(Project.root().resolve(script)));
    for (String module : modules.split(" ", -1)) {
      write(module + "/pom.xml", "<project/>\n");
      write(module + "/src/main/java/A.java", "public A\n");
    }
    write("functions/decide/target/decide.zip", "");
    write("functions/github/target/github.zip", "");
    age();
    variables.put("COMPILED", modules);

    assertThat(call(script).builds()).containsExactly("local/" + name);
    assertThat(call(script).builds()).isEmpty();
    for (String module : modules.split(" ", -1)) {
      Files.delete(project.resolve(module + "/target/classes/A.class"));

      assertThat(call(script).builds()).as(module).containsExactly("local/" + name);
      assertThat(call(script).builds()).as(module).isEmpty();
    }
    change("functions/model", "public B\n");

    assertThat(call(script).builds()).containsExactly("local/" + name);
    assertThat(call(script).builds()).isEmpty();
  }

  /** The first build has failed after the changed module, so the others do not know it yet. */
  @Test
  void interface_that_changed_in_a_failed_build_is_not_forgotten() throws Exception {
    stack("run");
    change("functions/model", "public A\npublic B\nbody 1\n");
    Files.copy(
        project.resolve("functions/model/src/main/java/A.java"),
        project.resolve("functions/model/target/classes/A.class"),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(stack("run").builds()).containsExactly("functions/model", "local/stack");
  }

  @Test
  void changed_pom_builds_everything() throws Exception {
    stack("run");
    changed("pom.xml");

    assertThat(stack("run").builds()).containsExactly("local/stack");
  }

  @Test
  void failed_build_shows_its_errors() throws Exception {
    write("output-of-maven", "[INFO] begun\n[ERROR] A.java:[1,2] ';' expected\n");

    Result result = stack("run");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("A.java:[1,2] ';' expected", "target/build.log")
        .doesNotContain("begun", "started");
  }

  @Test
  void failed_build_without_an_error_shows_its_last_lines() throws Exception {
    write("output-of-maven", "The JVM cannot allocate memory\n");

    Result result = stack("run");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("The JVM cannot allocate memory", "target/build.log");
  }

  @Test
  void failed_build_is_tried_again() throws Exception {
    write("output-of-maven", "[ERROR] no\n");
    stack("run");
    Files.delete(project.resolve("output-of-maven"));

    assertThat(stack("run").builds()).containsExactly("local/stack");
  }

  /** Without tests nothing makes a test-jar, and Maven asks for all that a module may need. */
  @Test
  void what_is_built_without_tests_needs_no_tests_of_another_module() throws Exception {
    String pom = Files.readString(Project.root().resolve("local/stack/pom.xml"));

    assertThat(pom).contains("build-classpath").doesNotContain("<type>test-jar</type>");
  }

  @ParameterizedTest
  @CsvSource({
    "ID=ubuntu,               sudo apt install maven",
    "ID=debian,               sudo apt install maven",
    "ID=fedora,               sudo dnf install maven",
    "ID=arch,                 https://maven.apache.org/install.html",
  })
  void everything_that_is_missing_is_listed_at_once(String osRelease, String hint)
      throws Exception {
    write("os-release", osRelease + "\n");
    executable("scripts/java-home", "#!/usr/bin/env bash\nexit 1\n");
    Files.delete(project.resolve("bin/mvn"));
    replace("df", "printf 'head\\ndisk 100 90 12 90%% /\\n'\n");

    Result result = stack("run");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output())
        .contains("JDK 25: none was found", "adoptium.net")
        .contains("there is no `mvn` on the PATH", hint)
        .contains("500 MB of disk", "has 12 MB left")
        .doesNotContain("uilding", "First build");
  }

  @ParameterizedTest
  @CsvSource({"Darwin,               brew install maven", "MINGW64_NT-10.0-26100, use WSL 2"})
  void hints_are_for_the_platform(String system, String hint) throws Exception {
    replace("uname", "echo " + system + "\n");
    Files.delete(project.resolve("bin/mvn"));

    assertThat(stack("run").output()).contains(hint);
  }

  @Test
  void maven_that_is_too_old_is_refused() throws Exception {
    variables.put("MAVEN_VERSION", "3.8.6");

    assertThat(stack("run").output()).contains("`mvn` here is version 3.8.6");
  }

  /** The disk that has to have room is the one that the build fills. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          3.9.11 | MAVEN_ARGS | -q -Dmaven.repo.local=/from/args                      | /from/args
          3.8.7  | MAVEN_ARGS | -q -Dmaven.repo.local=/from/args                      | HOME/.m2/repository
          3.9.11 | MAVEN_OPTS | -Dmaven.repo.local=/a -Xmx1g -Dmaven.repo.local=/from/opts | /from/opts
          3.9.11 | MAVEN_OPTS | -Dmaven.repo.local=libraries                          | HOME/libraries
          3.9.11 | MAVEN_OPTS | -Xmx1g                                                | HOME/.m2/repository
          """)
  void room_is_needed_in_the_repository_that_maven_uses(
      String version, String variable, String value, String folder) throws Exception {
    variables.put("MAVEN_VERSION", version);
    variables.put(variable, value);

    assertThat(repository()).isEqualTo(folder.replace("HOME", project.toString()));
  }

  @Test
  void first_build_and_preflight_name_the_repository_that_maven_uses() throws Exception {
    Path libraries = Files.createDirectories(project.resolve("my-libraries"));
    variables.put("MAVEN_OPTS", "-Dmaven.repo.local=" + libraries);

    assertThat(stack("run").output()).contains("250 MB of libraries into " + libraries + ".");
    assertThat(stack("doctor").output()).contains(libraries + " has ");
  }

  @ParameterizedTest
  @CsvSource({
    "<localRepository>/from/settings</localRepository>,                     /from/settings",
    "<localRepository> ${user.home}/${env.DISK} </localRepository>,         HOME/two",
    "<!-- <localRepository>/example</localRepository> -->,                  HOME/.m2/repository",
    "<!-- a --> <localRepository>/b</localRepository> <!-- c -->,           /b",
    "<localRepository>${unknown}/x</localRepository>,                       HOME/.m2/repository",
  })
  void settings_name_the_repository(String setting, String folder) throws Exception {
    variables.put("DISK", "two");
    write(".m2/settings.xml", "<settings>\n  " + setting + "\n</settings>\n");

    assertThat(repository()).isEqualTo(folder.replace("HOME", project.toString()));
  }

  @Test
  void file_of_options_counts_before_variable_and_settings() throws Exception {
    write(".m2/settings.xml", "<settings><localRepository>/s</localRepository></settings>\n");
    variables.put("MAVEN_OPTS", "-Dmaven.repo.local=/opts");
    assertThat(repository()).isEqualTo("/opts");

    write(".mvn/maven.config", "-T1\n-Dmaven.repo.local=/a disk/m2\n");
    assertThat(repository()).isEqualTo("/a disk/m2");
  }

  private String repository() throws Exception {
    return call("scripts/maven-repository").output().strip();
  }

  @Test
  void doctor_has_a_line_for_all_that_a_build_needs_and_then_checks_the_rest() throws Exception {
    Result result = stack("doctor", "--github-port=1");

    assertThat(result.status()).isZero();
    assertThat(result.output())
        .containsPattern("✓ JDK            25, in \\S+/jdk\n")
        .contains("✓ Maven          3.9.11\n")
        .containsPattern("✓ disk           \\S+ has \\d+ MB left\n")
        .contains("✓ port           1 is free\n")
        .endsWith("doctor --github-port=1\n");
  }

  @Test
  void doctor_has_a_line_with_its_remedy_for_all_that_is_missing() throws Exception {
    executable("scripts/java-home", "#!/usr/bin/env bash\nexit 1\n");
    Files.delete(project.resolve("bin/mvn"));
    replace("df", "printf 'head\\ndisk 100 90 12 90%% /\\n'\n");
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Result result = stack("doctor", "--github-port=" + port);

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.builds()).isEmpty();
      assertThat(result.output().lines().filter(line -> line.startsWith("✗")))
          .satisfiesExactly(
              jdk -> assertThat(jdk).contains("JDK 25 ", "none was found", ": sudo apt install"),
              maven -> assertThat(maven).contains("Maven 3.8.7 ", "PATH: sudo apt install maven"),
              disk -> assertThat(disk).contains("500 MB of disk", "12 MB left: make room"),
              home -> assertThat(home).contains("500 MB of disk", "12 MB left: make room"),
              chosen ->
                  assertThat(chosen)
                      .contains("Port %d ".formatted(port), ": --github-port=<another port>"));
      assertThat(result.output()).endsWith("Once that is fixed, `make doctor` checks the rest.\n");
    }
  }

  @Test
  void doctor_of_an_environment_does_not_look_at_this_machine() throws Exception {
    variables.put("GITHUB_APP_SECRET", "{}");

    assertThat(stack("doctor").output()).doesNotContain("✓", "MB left").endsWith(" doctor\n");
  }

  @Test
  void chosen_port_that_is_taken_is_refused_before_the_build() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Result result = stack("up", "--github-port=" + taken.getLocalPort());

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.output())
          .contains("Port %d: another program listens on it".formatted(taken.getLocalPort()))
          .contains("--github-port=<another port>");
      assertThat(result.builds()).isEmpty();
    }
  }

  @Test
  void send_without_a_file_says_what_to_type() throws Exception {
    Result result = stack("send");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output())
        .isEqualTo("Which payload? For example: make send FILE=test-data/grafana/firing.json\n");
  }

  @Test
  void replay_of_nothing_says_what_can_be_replayed() throws Exception {
    Result result = stack("replay");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output())
        .contains("make replay FILE=", "make replay FROM=dlq MATCH=")
        .doesNotContain("make send");
  }

  @Test
  void file_name_with_a_blank_stays_one_argument() throws Exception {
    executable("jdk/bin/java", "#!/usr/bin/env bash\nprintf '<%s>' \"$@\"\n");
    write("target/stack.desk", "1\n2\n%s\n".formatted(project.resolve("jdk")));

    assertThat(stack("send", "--file=my alert.json").output())
        .endsWith("<send><--file=my alert.json>");
  }

  @ParameterizedTest
  @CsvSource({
    "soak, ten,          '',  SECONDS=ten is not a whole number",
    "soak, replay,       x1,  SEED=x1 is not a whole number",
    "soak, replay,       '',  SEED= is not a whole number",
    "fuzz, ten,          '',  SECONDS=ten is not a whole number",
    "fuzz, 60,           Zz,  'No target''s name contains \"Zz\"'",
    "mutants, functions, '',  Name a module",
  })
  void value_that_is_mistyped_is_named_before_anything_is_built(
      String script, String first, String second, String message) throws Exception {
    Path output = project.resolve("output");
    Process process =
        new ProcessBuilder("bash", "scripts/" + script, first, second)
            .directory(Project.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(Files.readString(output)).contains(message);
  }

  /** As after a kill -9: the files are there, and the process id belongs to somebody else. */
  @Test
  void files_of_a_killed_stack_do_not_count_as_up() throws Exception {
    stack("run");
    write("target/stack.json", "{}");
    write("target/stack.pid", ProcessHandle.current().pid() + "\n");
    executable("jdk/bin/java", "#!/usr/bin/env bash\necho 'no start today'; exit 1\n");

    Result result = stack("up");

    assertThat(result.output()).doesNotContain("Already up").contains("no start today");
  }

  @Test
  void explain_takes_the_example_if_no_stack_runs() throws Exception {
    policyScript();

    assertThat(stack("explain", "a.json").output())
        .contains("With the example policy, test-data/policy.yaml, as no stack is running")
        .contains("cli.Main explain a.json --policy=target/policy/policy.json");
  }

  @Test
  void explain_takes_the_policy_of_the_running_stack() throws Exception {
    policyScript();
    variables.put("POLICY", "infra/dev.policy.yaml");
    stack("run");
    isUp();
    variables.remove("POLICY");

    assertThat(stack("explain", "a.json").output())
        .contains("With the policy of the running stack: infra/dev.policy.yaml")
        .contains("cli.Main explain a.json --policy=target/policy/dev.policy.json");

    variables.put("POLICY", "example");
    assertThat(stack("explain", "a.json").output())
        .contains("explain a.json --policy=target/policy/policy.json");
    assertThat(stack("up").output())
        .contains("Already up")
        .contains("the policy that it was started with: infra/dev.policy.yaml");
  }

  @Test
  void explain_has_no_policy_if_the_running_stack_has_none() throws Exception {
    policyScript();
    stack("run");
    isUp();

    assertThat(stack("explain", "a.json").output())
        .contains("With the policy of the running stack: none")
        .contains("cli.Main explain a.json\n")
        .doesNotContain("--policy");
  }

  @Test
  void stack_is_stopped_without_a_build() throws Exception {
    stack("run");
    assertThat(stack("down").output()).contains("No stack is running.");
    Process stack = new ProcessBuilder("sleep", "600").start();
    try {
      write("target/stack.pid", stack.pid() + "\n");
      replace(
          "ps", "kill -0 %d && echo org.pytorch.alerting.stack.cli.Main\n".formatted(stack.pid()));
      write("functions/model/src/main/java/Broken.java", "class Broken {");

      Result down = stack("down");

      assertThat(down.builds()).isEmpty();
      assertThat(down.output()).contains("Stopped.").doesNotContain("by force");
      assertThat(stack.waitFor()).isNotZero();
    } finally {
      stack.destroyForcibly();
    }
    assertThat(stack("down", "now").output())
        .contains("down does not know what to do with \"now\"");
  }

  @Test
  void options_for_a_stack_that_is_up_are_said_not_to_be_used() throws Exception {
    stack("run");
    isUp();

    assertThat(stack("up").output()).doesNotContain("Ignored");
    assertThat(stack("up", "--fresh").output())
        .contains(
            "Already up", "Ignored, because the stack is up already: --fresh.", "make down first");
  }

  /** A failed start shows the end of the log, and what is wrong stands there. */
  @Test
  void wrong_option_is_named_by_a_failed_start() throws Exception {
    stack("run");
    String jvm = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    executable(
        "jdk/bin/java",
        "#!/usr/bin/env bash\nexec %s -cp '%s' %s \"${@: -2}\"\n"
            .formatted(jvm, System.getProperty("java.class.path"), Main.class.getName()));

    Result result = stack("up", "--jsno");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.output()).contains("unknown option of up: --jsno", "The stack did not start");
  }

  private void policyScript() throws IOException {
    executable("scripts/policy", "#!/usr/bin/env bash\necho \"compiled: $*\"\n");
  }

  private void isUp() throws IOException {
    write("target/stack.json", "{}");
    write("target/stack.pid", ProcessHandle.current().pid() + "\n");
    replace("ps", "echo org.pytorch.alerting.stack.cli.Main\n");
  }

  @Test
  void log_of_the_run_before_is_kept() throws Exception {
    stack("run");
    write("target/stack.log", "before the crash\n");

    stack("up");

    assertThat(project.resolve("target/stack.log.1")).hasContent("before the crash\n");
  }

  @Test
  void unset_home_is_no_error() throws Exception {
    variables.put("HOME", "");

    assertThat(stack("run").output()).doesNotContain("unbound variable").contains("started: ");
  }

  /** The script waits for the classes of each of its modules, and a build makes no others. */
  @Test
  void modules_are_the_stack_and_what_it_depends_on() throws Exception {
    Path root = Project.root();
    String excluded =
        group(
            Files.readString(root.resolve("scripts/stack")), "grep -vE '\\^local/\\((.*?)\\)\\$'");
    String stack = Files.readString(root.resolve("local/stack/pom.xml")).replaceAll("\\s", "");

    assertThat(groups(Files.readString(root.resolve("pom.xml")), "<module>(.*?)</module>"))
        .filteredOn(module -> module.matches("(functions|local)/.*"))
        .filteredOn(module -> !module.matches("local/(" + excluded + ")"))
        .extracting(module -> module.replaceAll(".*/", ""))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("stack"),
                    groups(
                        stack.substring(stack.indexOf("<dependencies>")),
                        "<groupId>org\\.pytorch\\.alerting</groupId><artifactId>([^<]*)</artifactId>(?!<type>test)")
                        .stream())
                .distinct()
                .toList());
  }

  private static String group(String text, String pattern) {
    return groups(text, pattern).getFirst();
  }

  private static List<String> groups(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void help_has_four_groups_that_cover_every_target() throws Exception {
    List<String> makefile = Files.readAllLines(Project.root().resolve("Makefile"));

    assertThat(makefile)
        .filteredOn(line -> line.startsWith("##@"))
        .containsExactly("##@ Try it", "##@ Change it", "##@ Deploy", "##@ Operate");
    assertThat(makefile)
        .filteredOn(line -> line.matches("[a-z -]+:( .*)?"))
        .allMatch(line -> line.contains(": ## "));
  }

  private void change(String module, String source) throws IOException {
    String file = module + "/src/main/java/A.java";
    write(file, source);
    changed(file);
  }

  /** The last build was a minute ago, and {@code file} has changed since. */
  private void changed(String file) throws IOException {
    try (Stream<Path> files = Files.walk(project)) {
      for (Path path : files.toList()) {
        String name = path.getFileName().toString();
        if (name.endsWith(".built") || name.endsWith(".classpath")) {
          Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(60)));
        }
      }
    }
    Files.setLastModifiedTime(project.resolve(file), FileTime.from(Instant.now().minusSeconds(30)));
  }

  /** The sources are older than every build. */
  private void age() throws IOException {
    try (Stream<Path> files = Files.walk(project)) {
      for (Path path : files.filter(file -> !Files.isSymbolicLink(file)).toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3_600)));
      }
    }
  }

  private static Path tool(String name) {
    return Stream.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not installed: " + name));
  }

  private void replace(String tool, String body) throws IOException {
    Files.deleteIfExists(project.resolve("bin/" + tool));
    executable("bin/" + tool, "#!/usr/bin/env bash\n" + body);
  }

  private void executable(String file, String text) throws IOException {
    write(file, text);
    assertThat(project.resolve(file).toFile().setExecutable(true)).isTrue();
  }

  private void write(String file, String text) throws IOException {
    Path path = project.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Result stack(String... arguments) throws Exception {
    return call("scripts/stack", arguments);
  }

  private Result call(String script, String... arguments) throws Exception {
    Path calls = project.resolve("calls");
    Path output = project.resolve("output");
    Files.writeString(calls, "");
    List<String> command = Stream.concat(Stream.of("bash", script), Stream.of(arguments)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("HOME", project.toString());
    environment.put("PATH", project.resolve("bin").toString());
    environment.put("CALLS", calls.toString());
    environment.put("OS_RELEASE", project.resolve("os-release").toString());
    environment.put("OUTPUT_OF_MAVEN", project.resolve("output-of-maven").toString());
    environment.putAll(variables);
    if (environment.get("HOME").isEmpty()) {
      environment.remove("HOME");
    }
    int status = builder.start().waitFor();
    return new Result(status, Files.readString(output), Files.readAllLines(calls));
  }
}
