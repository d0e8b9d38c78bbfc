package dev.holdfast.servers.internal;

import dev.holdfast.servers.ServerFailed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The operating-system account that servers run as. PostgreSQL refuses to run as root; so for root it is another one, and
 * {@code prefix} is the command that changes to it.
 *
 * @param name part of the names of run directories
 * @param owner whom files that a server must own are given to; empty if they already are
 */
public record Account(String name, boolean root, List<String> prefix, Optional<String> owner) {
    /** What {@link #current} chooses from; the tests have others. */
    interface Machine {
        Shell.Result run(List<String> command);
    }

    /** Lines: who we are by number and by name, and for root who servers shall be: name, number, number of the group. */
    private static final String FACTS = """
            id -u; id -un; [ "$(id -u)" = 0 ] || exit 0
            for name in postgres nobody; do
                user=$(id -u "$name" 2>/dev/null) && printf '%s\\n' "$name" "$user" "$(id -g "$name")" && exit
            done
            """;

    /** Found out once: it takes several processes, and doesn't change. */
    private static final class Current {
        static final Account ACCOUNT = choose(Shell::run);
    }

    public static Account current() {
        return Current.ACCOUNT;
    }

    static Account choose(Machine machine) {
        List<String> facts =
                machine.run(List.of("sh", "-c", FACTS)).output().lines().toList();
        if (!facts.getFirst().equals("0")) {
            return new Account(facts.get(1), false, List.of(), Optional.empty());
        }
        List<String> refusals = new ArrayList<>();
        for (Account candidate : candidates(facts.get(2), facts.get(3), facts.get(4))) {
            List<String> probe = new ArrayList<>(candidate.prefix);
            probe.addAll(List.of("id", "-u"));
            Shell.Result result = machine.run(probe);
            if (result.ok() && !result.output().equals("0")) {
                return candidate;
            }
            refusals.add(candidate.prefix.getFirst() + ": " + result.output());
        }
        throw new ServerFailed(
                "cannot run PostgreSQL: this process is root, and no other account could be used",
                String.join("; ", refusals) + ".",
                "Run as another user, or install util-linux (setpriv), or allow user namespaces (unshare -U).");
    }

    private static List<Account> candidates(String name, String user, String group) {
        Optional<String> owner = Optional.of(name);
        return List.of(
                new Account(
                        name,
                        true,
                        List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups", "--"),
                        owner),
                new Account(name, true, List.of("runuser", "-u", name, "--"), owner),
                new Account("unshared", true, List.of("unshare", "-U", "--"), Optional.empty()));
    }

    /**
     * Whether a fresh user namespace stands in for an account. One such namespace can't look into the processes of
     * another, so the dead of earlier runs are reaped from outside.
     */
    boolean unshared() {
        return root && owner.isEmpty();
    }

    /** Makes a directory that only this account (and root) can enter, if it isn't there. */
    public Path directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Path fresh = Files.createDirectory(
                    path.resolveSibling(".new-"
                            + Long.toHexString(ThreadLocalRandom.current().nextLong())),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            give(fresh);
            try {
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                Files.delete(fresh); // somebody was faster, and it has something in it already
            }
        }
        return path;
    }

    /** Writes a file that only this account (and root) can read. */
    public void write(Path path, String content) throws IOException {
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        give(path);
        Files.writeString(path, content);
    }

    /** Makes an empty file that only this account (and root) can read, if it isn't there. */
    void touch(Path path) throws IOException {
        if (!Files.exists(path)) {
            Path fresh = path.resolveSibling(path.getFileName() + "-"
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()));
            write(fresh, "");
            try {
                Files.createLink(path, fresh);
            } catch (FileAlreadyExistsException e) {
                // somebody was faster
            } finally {
                Files.delete(fresh);
            }
        }
    }

    private void give(Path path) throws IOException {
        if (owner.isPresent()) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner.get()));
        }
    }
}
