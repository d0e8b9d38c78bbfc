package dev.holdfast.cli;

import dev.holdfast.core.InvalidOption;
import dev.holdfast.core.Problems;
import dev.holdfast.proof.spec.Spec;
import dev.holdfast.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A {@code .spec} file that was found to be sound. */
record SpecFile(Path path, Spec spec) {
    private static final String SUFFIX = ".spec";
    private static final int CONTROL_ORACLE_AND_ADMINISTRATOR = 3;
    private static final int LONGEST_NAME_IN_LABEL = 24;

    /** Reads what {@code arguments} name, files and folders; all that is wrong is added to {@code problems}. */
    static List<SpecFile> read(List<String> arguments, Problems problems) {
        if (arguments.isEmpty()) {
            problems.add(
                    "no file was given",
                    "",
                    "Name .spec files, or folders with them: ./holdfast spec race.spec. --help shows the format.");
        }
        List<SpecFile> files = new ArrayList<>();
        for (String argument : arguments) {
            for (Path path : paths(argument, problems)) {
                parsed(path, problems).ifPresent(files::add);
            }
        }
        return files;
    }

    private static List<Path> paths(String argument, Problems problems) {
        Path path = Path.of(argument);
        if (Files.isDirectory(path)) {
            return inFolder(path, problems);
        }
        if (!Files.exists(path)) {
            problems.add("there is no such file or folder", "\"" + argument + "\" was given.", "");
            return List.of();
        }
        if (!argument.endsWith(SUFFIX)) {
            problems.add(
                    "not a .spec file",
                    "\"" + argument + "\" was given.",
                    "Give the file a name that ends with .spec.");
            return List.of();
        }
        return List.of(path);
    }

    private static List<Path> inFolder(Path folder, Problems problems) {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> specs = all.filter(path -> path.toString().endsWith(SUFFIX) && Files.isRegularFile(path))
                    .sorted()
                    .toList();
            if (specs.isEmpty()) {
                problems.add("no .spec file is in the folder", "\"" + folder + "\" was given.", "");
            }
            return specs;
        } catch (IOException | UncheckedIOException e) {
            problems.add("cannot read the folder", "\"" + folder + "\": " + e.getMessage(), "");
            return List.of();
        }
    }

    private static Optional<SpecFile> parsed(Path path, Problems problems) {
        String file = path.getFileName().toString();
        try {
            Bytes text = Bytes.of(Files.readAllBytes(path));
            return Optional.of(new SpecFile(
                    path, Spec.parse(file.substring(0, file.length() - SUFFIX.length()), text)));
        } catch (IOException e) {
            problems.add("cannot read the file", "\"" + path + "\": " + e.getMessage(), "");
        } catch (InvalidOption e) {
            problems.add(e);
        }
        return Optional.empty();
    }

    /** Outputs are named after the files. */
    static void refuseEqualNames(List<SpecFile> files, Problems problems) {
        TreeMap<String, List<Path>> byName = new TreeMap<>();
        files.forEach(file ->
                byName.computeIfAbsent(file.name(), name -> new ArrayList<>()).add(file.path()));
        byName.forEach((name, paths) -> {
            if (paths.size() > 1) {
                problems.add(
                        "two files have the name " + name,
                        paths.get(0) + " and " + paths.get(1) + ".",
                        "Outputs are found and kept by name (--expected, --out): rename one, or run them apart.");
            }
        });
    }

    String name() {
        return spec.name();
    }

    /** How many connections a play of it may have at once. */
    int connections() {
        return spec.sessions().size() + CONTROL_ORACLE_AND_ADMINISTRATOR;
    }

    /** About how many steps a play takes. */
    double weight() {
        List<Spec.Permutation> listed = spec.permutations();
        return listed.isEmpty()
                ? spec.count().doubleValue()
                        * spec.sessions().stream()
                                .mapToInt(s -> s.steps().size())
                                .sum()
                : listed.stream().mapToInt(p -> p.turns().size()).sum();
    }

    /** For the name of its database. */
    String label(int number) {
        String safe = name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "_");
        return number + "_" + safe.substring(0, Math.min(safe.length(), LONGEST_NAME_IN_LABEL));
    }
}
