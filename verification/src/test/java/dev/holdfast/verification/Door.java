package dev.holdfast.verification;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of the door script in a small clone whose JDKs and Maven are stand-ins: shell scripts that say how they were
 * called. Its folder has a space and a quote in its name.
 */
final class Door {
    /** What the script needs of a system, so that a PATH can be given without a Java or Maven on it. */
    private static final List<String> TOOLS =
            ("awk bash cat cp date find grep head ls mkdir mv readlink rm sed sh sleep" + " tail tee touch")
                    .lines()
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .toList();

    private final Path folder;
    private final Path tools;
    private final Map<String, String> environment = new HashMap<>();

    Door(Path temporary) throws IOException {
        folder = Files.createDirectories(temporary.resolve("a clone, it's here"));
        tools = Files.createDirectories(temporary.resolve("tools"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
        }
        Files.createDirectories(temporary.resolve("jdks"));
        environment.put("PATH", tools.toString());
        environment.put("HOME", temporary.toString());
        environment.put("HOLDFAST_JDK_DIRS", temporary.resolve("jdks").toString());
        Files.copy(Room.house().resolve("holdfast"), folder.resolve("holdfast"), StandardCopyOption.COPY_ATTRIBUTES);
        write("pom.xml", "<project/>");
        write("core/src/main/java/Core.java", "class Core {}");
    }

    private static Path onPath(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(tool + " is not on PATH"));
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    /** Makes a file look as if it was written a moment after everything that is there. */
    void touch(String name) throws IOException {
        Files.setLastModifiedTime(file(name), FileTime.from(Instant.now().plusSeconds(1)));
    }

    Door with(String variable, Object value) {
        environment.put(variable, value.toString());
        return this;
    }

    Door onPath(Path directory) {
        return with("PATH", directory + ":" + environment.get("PATH"));
    }

    Door flock() throws IOException {
        Files.createSymbolicLink(tools.resolve("flock"), onPath("flock"));
        return this;
    }

    /** A Java that answers with its version and its last arguments. */
    Path jdk(String name, String version) throws IOException {
        Path jdk = jre(name, version);
        script(jdk.resolve("bin/javac"), "exit 0");
        return jdk;
    }

    Path jre(String name, String version) throws IOException {
        Path jdk = folder.resolveSibling("jdks").resolve(name);
        script(jdk.resolve("bin/java"), """
                while [ "$1" != -cp ]; do shift; done
                shift 3
                printf 'java %s pid %%s' $$
                printf ' <%%s>' "$@"
                exit "${EXIT-0}"
                """.formatted(version));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return jdk;
    }

    /** A Maven that counts its calls, does what it is told, and leaves a built command line behind. */
    Door maven(String script) throws IOException {
        Path maven = folder.resolveSibling("maven");
        script(maven.resolve("bin/mvn"), """
                echo "$@" >>calls
                %s
                mkdir -p cli/target/lib && touch cli/target/holdfast.jar
                """.formatted(script));
        return onPath(maven.resolve("bin"));
    }

    /** How often Maven ran. */
    List<String> calls() throws IOException {
        return Files.exists(file("calls")) ? Files.readAllLines(file("calls")) : List.of();
    }

    private static void script(Path path, String body) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What a run printed and its exit code. */
    record Answer(String out, String err, int exit) {}

    Answer run(String... arguments) throws IOException, InterruptedException {
        return answer(start(file("holdfast"), arguments));
    }

    Process start(Path script, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList());
        builder.directory(folder.getParent().toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    static Answer answer(Process process) throws InterruptedException {
        String out = text(process.getInputStream());
        String err = text(process.getErrorStream());
        return new Answer(out, err, process.waitFor());
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
