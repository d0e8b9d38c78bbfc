package dev.holdfast.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the arrows between the rooms, and what each room shows to others. */
class ArchitectureTest {
    /** Raise it when the house grows: an import that finds next to nothing must not pass as a clean house. */
    private static final int CLASSES_AT_LEAST = 230;

    /** What every room may name: the platform and annotations that leave no trace at run time. */
    private static final List<String> GROUND = List.of("java", "javax", "org.jspecify", "com.google.errorprone");

    private static final Pattern VAGUE = Pattern.compile(".*(Manager|Helper|Utils?|Impl)$");

    private static final Map<String, Room> OWNERS = new HashMap<>();

    @BeforeAll
    static void learnWhichRoomEachClassStandsIn() {
        for (Room room : Room.values()) {
            room.classes().forEach(type -> OWNERS.put(type.getName(), room));
        }
    }

    @ParameterizedTest
    @EnumSource
    void everySourceFileWasSeenAsAClass(Room room) {
        assertThat(room.classes().stream().filter(JavaClass::isTopLevelClass))
                .as(
                        "top-level classes of %s, %d source files",
                        room.folder, room.sources().size())
                .hasSizeGreaterThanOrEqualTo(room.sources().size());
    }

    @Test
    void theWholeHouseWasSeen() {
        assertThat(OWNERS).hasSizeGreaterThan(CLASSES_AT_LEAST);
    }

    @Test
    void everyModuleOfTheBuildIsARoom() throws IOException {
        Stream<String> modules = Pattern.compile("<module>(.*)</module>")
                .matcher(Files.readString(Room.house().resolve("pom.xml")))
                .results()
                .map(match -> match.group(1));
        assertThat(Arrays.stream(Room.values()).map(room -> room.folder))
                .containsAll(modules.filter(folder -> !folder.equals("bom") && !folder.startsWith("examples/"))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void arrowsPointAtEarlierRooms(Room room) {
        assertThat(room.sees).allMatch(seen -> seen.compareTo(room) < 0);
    }

    @ParameterizedTest
    @EnumSource
    void publishedRoomsSeePublishedRoomsOnly(Room room) {
        if (room.kind == Room.Kind.PUBLISHED) {
            assertThat(room.sees).allMatch(seen -> seen.kind == Room.Kind.PUBLISHED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRoomNamesOnlyWhatItMaySee(Room room) {
        assertThat(room.classes().stream()
                        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                        .filter(dependency ->
                                !allowed(room, dependency.getTargetClass().getBaseComponentType()))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    private static boolean allowed(Room room, JavaClass target) {
        Room owner = OWNERS.get(target.getName());
        return owner == null
                ? target.isPrimitive()
                        || Stream.concat(GROUND.stream(), room.thirdParties.stream())
                                .anyMatch(name -> target.getName().startsWith(name + "."))
                : owner == room || (room.sees.contains(owner) && owner.exports(target.getPackageName(), room));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsExportedShowsNothingInternal(Room room) {
        assertThat(room.exportedClasses().stream()
                        .flatMap(type -> shown(type)
                                .filter(seen -> seen.getPackageName().contains(".internal"))
                                .map(seen -> type.getName() + " shows " + seen.getName())))
                .isEmpty();
    }

    /** Every type that a reader of a class's documentation meets. */
    private static Stream<JavaClass> shown(JavaClass type) {
        Stream<JavaType> header = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        Stream<JavaType> members = type.getMembers().stream()
                .filter(member -> Visible.toOthers(member.getModifiers()))
                .filter(member -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
                .flatMap(ArchitectureTest::signature);
        return Stream.concat(header, members).flatMap(shown -> shown.getAllInvolvedRawTypes().stream());
    }

    private static Stream<JavaType> signature(JavaMember member) {
        return switch (member) {
            case JavaField field -> Stream.of(field.getType());
            case JavaCodeUnit unit ->
                Stream.of(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream(), thrown(unit))
                        .flatMap(types -> types);
            default -> Stream.empty();
        };
    }

    private static Stream<JavaType> thrown(JavaCodeUnit unit) {
        return unit.getThrowsClause().stream().map(thrown -> thrown.getRawType());
    }

    @ParameterizedTest
    @EnumSource
    void exportedClassesHaveNamesThatSayWhatTheyAre(Room room) {
        assertThat(room.exportedClasses()).extracting(JavaClass::getSimpleName).noneMatch(VAGUE.asMatchPredicate());
    }

    @ParameterizedTest
    @EnumSource
    void everyPackageRefusesNullUnlessItSaysOtherwise(Room room) {
        Set<String> marked = room.classes().stream()
                .filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toUnmodifiableSet());
        assertThat(room.classes().stream().map(JavaClass::getPackageName).distinct())
                .allMatch(marked::contains);
    }

    @ParameterizedTest
    @EnumSource
    void packagesOfARoomStandUnderItsName(Room room) {
        String folder = room.folder.replaceFirst(".*/", "");
        String last = "dev.holdfast." + folder.replaceFirst(".*-", "");
        String whole = "dev.holdfast." + folder.replace('-', '.'); // of a bridge between two rooms
        assertThat(room.classes().stream().map(JavaClass::getPackageName).distinct())
                .allMatch(candidate -> isWithin(candidate, last) || isWithin(candidate, whole));
    }

    private static boolean isWithin(String candidate, String name) {
        return candidate.equals(name) || candidate.startsWith(name + ".");
    }
}
