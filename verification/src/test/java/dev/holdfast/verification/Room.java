package dev.holdfast.verification;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A room of the house: its folder, the rooms that it may see, and the third parties that it may name. Rooms stand in
 * order; an arrow points at an earlier one only, so there can be no cycle.
 */
@SuppressWarnings("ImmutableEnumChecker") // the sets are made by Set.of
enum Room {
    CORE("core", Kind.PUBLISHED, Set.of(), Set.of()),
    WIRE("wire", Kind.PUBLISHED, Set.of(CORE), Set.of()),
    SERVERS("servers", Kind.PUBLISHED, Set.of(CORE, WIRE), Set.of("org.postgresql", "org.slf4j", "org.tukaani.xz")),
    MAVEN_RESOLVER(
            "integrations/maven-resolver",
            Kind.PUBLISHED,
            Set.of(CORE, SERVERS),
            Set.of("eu.maveniverse.maven.mima", "org.eclipse.aether", "org.slf4j")),
    TRANSACTIONS("transactions", Kind.PUBLISHED, Set.of(CORE), Set.of()),
    CONNECTIONS("connections", Kind.PUBLISHED, Set.of(CORE), Set.of("org.postgresql", "org.slf4j")),
    PROOF(
            "proof",
            Kind.PUBLISHED,
            Set.of(CORE, WIRE, SERVERS),
            Set.of("org.postgresql", "org.slf4j", "org.HdrHistogram")),
    SCENARIOS(
            "scenarios",
            Kind.PUBLISHED,
            Set.of(CORE, WIRE, SERVERS, PROOF),
            Set.of("org.postgresql", "org.slf4j", "org.HdrHistogram")),
    PROOF_JUNIT(
            "proof-junit",
            Kind.PUBLISHED,
            Set.of(CORE, WIRE, SERVERS, PROOF, SCENARIOS),
            Set.of("org.postgresql", "org.slf4j", "org.junit.jupiter", "org.junit.platform", "org.opentest4j")),
    SPRING(
            "integrations/spring",
            Kind.PUBLISHED,
            Set.of(CORE, WIRE, SERVERS, PROOF, SCENARIOS, PROOF_JUNIT),
            Set.of("org.springframework", "org.junit.jupiter", "org.junit.platform")),
    HIBERNATE(
            "integrations/hibernate",
            Kind.PUBLISHED,
            Set.of(CORE, CONNECTIONS),
            Set.of("org.hibernate", "jakarta.persistence")),
    JUNIT_CONNECTIONS(
            "integrations/junit-connections",
            Kind.PUBLISHED,
            Set.of(CORE, WIRE, SERVERS, PROOF, SCENARIOS, PROOF_JUNIT, CONNECTIONS),
            Set.of("org.opentest4j")),
    MICROMETER("integrations/micrometer", Kind.PUBLISHED, Set.of(CORE, CONNECTIONS), Set.of("io.micrometer")),
    SPRING_CONNECTIONS(
            "integrations/spring-connections",
            Kind.PUBLISHED,
            Set.of(CORE, CONNECTIONS),
            Set.of("org.springframework")),
    COUPONS(
            "examples/coupons",
            Kind.OURS,
            Set.of(CORE, TRANSACTIONS, CONNECTIONS),
            Set.of("org.slf4j", "io.vertx", "io.netty", "com.fasterxml.jackson")),
    CATALOG(
            "catalog",
            Kind.OURS,
            Set.of(CORE, WIRE, SERVERS, TRANSACTIONS, CONNECTIONS, PROOF, SCENARIOS),
            Set.of("org.postgresql", "org.slf4j", "org.HdrHistogram")),
    BENCHMARKS(
            "benchmarks",
            Kind.OURS,
            Set.of(CORE, WIRE, SERVERS, TRANSACTIONS, CONNECTIONS, PROOF, SCENARIOS, PROOF_JUNIT, CATALOG),
            Set.of(
                    "org.postgresql",
                    "org.slf4j",
                    "org.HdrHistogram",
                    "com.zaxxer.hikari",
                    "io.agroal",
                    "org.apache.commons.dbcp2",
                    "org.apache.commons.pool2",
                    "org.openjdk.jmh")),
    CLI(
            "cli",
            Kind.OURS,
            Set.of(
                    CORE,
                    WIRE,
                    SERVERS,
                    MAVEN_RESOLVER,
                    TRANSACTIONS,
                    CONNECTIONS,
                    PROOF,
                    SCENARIOS,
                    COUPONS,
                    CATALOG,
                    BENCHMARKS),
            Set.of(
                    "org.postgresql",
                    "org.slf4j",
                    "org.HdrHistogram",
                    "picocli",
                    "com.fasterxml.jackson",
                    "com.samskivert.mustache",
                    "org.apache.commons.text")),
    VERIFICATION("verification", Kind.OURS, Set.of(), Set.of());

    /** Whether others can depend on it. */
    enum Kind {
        PUBLISHED,
        OURS
    }

    private static final Path HOUSE = Path.of("").toAbsolutePath().getParent();
    private static final Map<Room, JavaClasses> PRODUCTION = new EnumMap<>(Room.class);

    final String folder;
    final Kind kind;
    final Set<Room> sees;
    final Set<String> thirdParties;

    Room(String folder, Kind kind, Set<Room> sees, Set<String> thirdParties) {
        this.folder = folder;
        this.kind = kind;
        this.sees = sees;
        this.thirdParties = thirdParties;
    }

    /** The clone that is being built. */
    static Path house() {
        return HOUSE;
    }

    static List<Room> published() {
        return Stream.of(values()).filter(room -> room.kind == Kind.PUBLISHED).toList();
    }

    Path path() {
        return HOUSE.resolve(folder);
    }

    /** The classes of {@code src/main}, as compiled by this build. */
    JavaClasses classes() {
        return PRODUCTION.computeIfAbsent(this, room -> room.imported("target/classes"));
    }

    JavaClasses testClasses() {
        return imported("target/test-classes");
    }

    private JavaClasses imported(String output) {
        return new ClassFileImporter().importPath(path().resolve(output));
    }

    Optional<ModuleDescriptor> module() {
        return ModuleFinder.of(path().resolve("target/classes")).findAll().stream()
                .map(reference -> reference.descriptor())
                .findFirst();
    }

    /** What everybody may name; for a room without a module descriptor, whatever isn't internal. */
    Set<String> exportedPackages() {
        return module().map(module ->
                        exports(module).filter(export -> !export.isQualified()).map(ModuleDescriptor.Exports::source))
                .orElseGet(() ->
                        classes().stream().map(JavaClass::getPackageName).filter(name -> !name.contains(".internal")))
                .collect(Collectors.toUnmodifiableSet());
    }

    boolean exports(String packageName, Room reader) {
        return exportedPackages().contains(packageName)
                || module().stream()
                        .flatMap(Room::exports)
                        .anyMatch(export -> export.source().equals(packageName)
                                && reader.module()
                                        .map(module -> export.targets().contains(module.name()))
                                        .orElse(false));
    }

    private static Stream<ModuleDescriptor.Exports> exports(ModuleDescriptor module) {
        return module.exports().stream();
    }

    /** What others can name: public classes of exported packages, and protected or public ones nested in them. */
    List<JavaClass> exportedClasses() {
        Set<String> exported = exportedPackages();
        return classes().stream()
                .filter(type -> exported.contains(type.getPackageName()))
                .filter(Room::canBeNamed)
                .toList();
    }

    private static boolean canBeNamed(JavaClass type) {
        return Visible.toOthers(type.getModifiers())
                && type.getEnclosingClass().map(Room::canBeNamed).orElse(true);
    }

    /** Source files that must have become at least one class each. */
    List<Path> sources() {
        Path main = path().resolve("src/main/java");
        if (!Files.isDirectory(main)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(main)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
