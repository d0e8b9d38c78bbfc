package dev.holdfast.proof.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What went one way at one end: the bytes, in which pieces, when, and how it ended. */
final class Capture {
    /** A piece that was read at once: it ends before this offset of the stream. */
    record Piece(int end, long nanoTime) {}

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Piece> pieces = new ArrayList<>();
    private String ended = "";

    synchronized void add(byte[] piece, int length) {
        bytes.write(piece, 0, length);
        pieces.add(new Piece(bytes.size(), System.nanoTime()));
        notifyAll();
    }

    /** {@code end of file} or {@code reset}. */
    synchronized void end(String how) {
        if (ended.isEmpty()) {
            ended = how;
            pieces.add(new Piece(bytes.size() + 1, System.nanoTime()));
        }
        notifyAll();
    }

    /** Writing to that end failed: whoever asks the system second is told of an end of file. */
    synchronized void failed() {
        ended = "reset";
        notifyAll();
    }

    synchronized String ended() {
        return ended;
    }

    synchronized byte[] bytes() {
        return bytes.toByteArray();
    }

    synchronized int size() {
        return bytes.size();
    }

    synchronized List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    /** When the byte at {@code offset} came, or, just behind the last byte, the end. */
    synchronized long arrival(int offset) {
        return pieces.stream()
                .filter(piece -> piece.end() > offset)
                .findFirst()
                .orElseThrow()
                .nanoTime();
    }

    /** Reads all that comes. */
    void readFrom(Socket socket, java.util.function.Consumer<byte[]> further) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                add(buffer, read);
                further.accept(java.util.Arrays.copyOf(buffer, read));
            }
            end("end of file");
        } catch (IOException e) {
            end("reset");
        }
    }

    /** Waits until it is so; asked whenever something came or ended. */
    synchronized boolean await(BooleanSupplier condition, Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                long left = (until - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
