package org.brokersdk.core;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.brokersdk.core.internal.Preconditions;

/**
 * File that keeps a session between two runs of a program. Only its owner can read and write it.
 *
 * <pre>{@code
 * SessionFile file = new SessionFile(Path.of("kotak.session"));
 * KotakNeoSession session = file.restoreOrLogin(
 *         kotak::restore, KotakNeoSession::clientIp, () -> kotak.login(totp).validate(mpin));
 * }</pre>
 *
 * <p>A session is written beside the file first, and then moved to its place. So another program reads the earlier or
 * the later session, and never a part of one. If two programs write at the same time, the later session stays. A file
 * that cannot be replaced, for example because a container mounts it alone, is written in place.
 *
 * <p>On a file system without POSIX permissions, such as that of Windows, the permissions of the folder apply.
 */
public final class SessionFile {

    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    /** Bytes that are written before a login, to find a full disk. A session has a few thousand bytes. */
    private static final int RESERVED_BYTES = 64 << 10;

    /** Maximum number of symbolic links from one to the next, as in Linux. */
    private static final int MAX_LINKS = 40;

    private final Path path;

    /**
     * Login that returns a session.
     *
     * @param <S> the type of the session
     * @param <E> the type of the checked exceptions, which is inferred
     */
    @FunctionalInterface
    public interface Login<S, E extends Exception> {

        /**
         * Logs in.
         *
         * @return the session
         * @throws E if the login fails
         */
        S login() throws E;
    }

    /**
     * Sets the file. Reads and writes nothing.
     *
     * @param path the file; if it is a symbolic link to a file, that file is written and the link stays
     * @throws IllegalArgumentException if the path is null
     */
    public SessionFile(Path path) {
        this.path = Preconditions.notNull("path", path).toAbsolutePath();
    }

    /**
     * Returns the session of the file if it lives. Otherwise, logs in and writes the new session to the file. The login
     * is sent only if 64 KiB can be written to its folder, and at most once.
     *
     * <p>If the text of the file is no session of this client, the program logs in as well. A line at level
     * {@code WARNING} of the {@link System.Logger} named {@code org.brokersdk.core} says so.
     *
     * @param restore the {@code restore} method of a client, such as {@code kotak::restore}
     * @param probe a call that fails with {@link Reason#SESSION_EXPIRED} if the session has ended, such as
     *     {@code KotakNeoSession::clientIp}; with another failure, this method fails
     * @param login the login, such as {@code () -> kotak.login(totp).validate(mpin)}
     * @param <S> the type of the session
     * @param <E> the type of the checked exceptions of the login
     * @return a session that lived a moment ago
     * @throws IOException if the file cannot be read or written, or if others can read it
     * @throws E if the login fails
     */
    public <S extends Session, E extends Exception> S restoreOrLogin(
            Function<? super String, ? extends S> restore,
            Consumer<? super S> probe,
            Login<? extends S, ? extends E> login)
            throws IOException, E {
        Optional<S> saved = readOrWarn(restore);
        if (saved.isPresent() && lives(saved.get(), probe)) {
            return saved.get();
        }
        return writeResult(login);
    }

    private <S extends Session> Optional<S> readOrWarn(Function<? super String, ? extends S> restore)
            throws IOException {
        try {
            return read(restore);
        } catch (IllegalArgumentException e) {
            System.getLogger("org.brokersdk.core")
                    .log(Level.WARNING, "The session file " + path + " holds no session of this client. Logging in");
            return Optional.empty();
        }
    }

    private static <S> boolean lives(S session, Consumer<? super S> probe) {
        try {
            probe.accept(session);
            return true;
        } catch (BrokerException.Rejected e) {
            if (e.reason() != Reason.SESSION_EXPIRED) {
                throw e;
            }
            return false;
        }
    }

    /**
     * Returns the session of the file. Sends nothing.
     *
     * @param restore the {@code restore} method of a client, such as {@code kotak::restore}
     * @param <S> the type of the session
     * @return the session, or nothing if the file is empty or does not exist
     * @throws IOException if the file cannot be read, or if others than the owner have a permission for it
     * @throws IllegalArgumentException if the text is no session of this client
     */
    public <S extends Session> Optional<S> read(Function<? super String, ? extends S> restore) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
            throw new IOException("Others than the owner can read or write the session file " + path
                    + ", which holds a token. If they may have read it, log out. Then run: chmod 600 " + path);
        }
        // A text that is not UTF-8 is no session, and restore says so.
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        return text.isBlank() ? Optional.empty() : Optional.of(restore.apply(text));
    }

    /**
     * Writes a session, in place of the one in the file.
     *
     * @param session the session
     * @throws IOException if the folder does not exist, or does not let this program write
     */
    public void write(Session session) throws IOException {
        write(target(), session);
    }

    /**
     * Deletes the file, if it exists, for example after a logout.
     *
     * @throws IOException if the file cannot be deleted
     */
    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /**
     * Writes the session of a login. The login begins after 64 KiB were written, as an unsaved session would be lost.
     */
    private <S extends Session, E extends Exception> S writeResult(Login<? extends S, ? extends E> login)
            throws IOException, E {
        Path target = target();
        Files.delete(createBeside(target, new byte[RESERVED_BYTES]));
        S session = login.login();
        write(target, session);
        return session;
    }

    private static void write(Path target, Session session) throws IOException {
        byte[] text = session.save().getBytes(StandardCharsets.UTF_8);
        replace(target, createBeside(target, text), text);
    }

    /** Moves the new file to the target. A file that a container mounts alone cannot be replaced. */
    static void replace(Path target, Path temporary, byte[] text) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (!Files.isRegularFile(target)) {
                throw e;
            }
            PosixFileAttributeView view = Files.getFileAttributeView(target, PosixFileAttributeView.class);
            if (view != null && !OWNER.containsAll(view.readAttributes().permissions())) {
                view.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
            Files.write(target, text, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Creates a file in the folder of the target. The JDK lets only the owner read it, if there are permissions. */
    private static Path createBeside(Path target, byte[] text) throws IOException {
        Path folder = target.resolveSibling("");
        Path temporary;
        try {
            // This name is longer, so the name of the target is not too long.
            temporary = Files.createTempFile(folder, "." + target.getFileName(), null);
        } catch (IOException e) {
            throw new IOException(
                    "The folder " + folder + " of the session file "
                            + (Files.isDirectory(folder)
                                    ? "does not let this program write. Check its permissions and the free space"
                                    : "does not exist. Create it, with: mkdir -p -m 700 " + folder),
                    e);
        }
        try {
            // Unlike a FileChannel, this writes in an interrupted thread too. After a login, the session would be lost.
            return Files.write(
                    temporary, text, StandardOpenOption.WRITE, StandardOpenOption.DSYNC, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** Returns the file to write. A symbolic link may name a missing file. A move would replace the link. */
    private Path target() throws IOException {
        Path target = path;
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == MAX_LINKS) {
                throw new IOException(
                        "The session file " + path + " is a circle of symbolic links. Remove one of them");
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw new IOException("This program cannot write the session file " + path + ". Check its permissions");
        }
        return target;
    }

    /** Returns the path, without the session. */
    @Override
    public String toString() {
        return "SessionFile[" + path + "]";
    }
}
