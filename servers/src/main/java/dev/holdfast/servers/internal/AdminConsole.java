package dev.holdfast.servers.internal;

import dev.holdfast.core.Secret;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of PgBouncer's admin console, on loopback. pgjdbc can't be one: it takes the console for a server older than
 * PostgreSQL 12 and begins with {@code SET extra_float_digits}, which the console refuses. One command, then it closes.
 */
public final class AdminConsole {
    private static final int PROTOCOL = 3 << 16;
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int AUTHENTICATED = 0;
    private static final int CLEARTEXT_PASSWORD = 3;

    private final DataInputStream in;
    private final DataOutputStream out;

    private AdminConsole(Socket socket) throws IOException {
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /**
     * Runs a command; its answer's rows, as maps from column to text.
     *
     * @throws SQLException with the console's message, or 08006 if the connection failed
     */
    public static List<Map<String, String>> run(int port, String user, Secret password, String command)
            throws SQLException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            AdminConsole console = new AdminConsole(socket);
            console.logIn(user, password);
            return console.query(command);
        } catch (IOException e) {
            throw new SQLException("PgBouncer's console doesn't answer: " + e.getMessage(), "08006", e);
        }
    }

    private void logIn(String user, Secret password) throws IOException, SQLException {
        byte[] parameters = ("user\0" + user + "\0database\0pgbouncer\0\0").getBytes(StandardCharsets.UTF_8);
        out.writeInt(8 + parameters.length);
        out.writeInt(PROTOCOL);
        out.write(parameters);
        out.flush();
        for (Message message = read(); message.type != 'Z'; message = read()) {
            if (message.type == 'R') {
                authenticate(message.body.readInt(), password);
            }
        }
    }

    private void authenticate(int request, Secret password) throws IOException, SQLException {
        if (request == CLEARTEXT_PASSWORD) {
            send('p', password.use(String::new));
        } else if (request != AUTHENTICATED) {
            throw new SQLException(
                    "PgBouncer wants authentication of type " + request + ", not a plain password", "08004");
        }
    }

    private List<Map<String, String>> query(String command) throws IOException, SQLException {
        send('Q', command);
        List<String> columns = List.of();
        List<Map<String, String>> rows = new ArrayList<>();
        for (Message message = read(); message.type != 'Z'; message = read()) {
            if (message.type == 'T') {
                columns = columns(message.body);
            } else if (message.type == 'D') {
                rows.add(row(message.body, columns));
            }
        }
        return rows;
    }

    private void send(char type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(type);
        out.writeInt(4 + bytes.length + 1);
        out.write(bytes);
        out.writeByte(0);
        out.flush();
    }

    private record Message(char type, DataInputStream body) {}

    private Message read() throws IOException, SQLException {
        char type = (char) in.readUnsignedByte();
        byte[] body = in.readNBytes(in.readInt() - 4);
        if (type == 'E') {
            throw error(new String(body, StandardCharsets.UTF_8));
        }
        return new Message(type, new DataInputStream(new ByteArrayInputStream(body)));
    }

    /** Fields of one letter and a text, each ended by NUL. */
    private static SQLException error(String body) {
        String message = "";
        String state = "";
        for (String field : body.split("\0", -1)) {
            if (field.startsWith("M")) {
                message = field.substring(1);
            } else if (field.startsWith("C")) {
                state = field.substring(1);
            }
        }
        return new SQLException(message, state);
    }

    private static List<String> columns(DataInputStream body) throws IOException {
        List<String> columns = new ArrayList<>();
        for (int left = body.readUnsignedShort(); left > 0; left--) {
            columns.add(name(body));
            body.skipNBytes(18); // table, column, type, its length and modifier, format
        }
        return columns;
    }

    private static String name(DataInputStream body) throws IOException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int b = body.readUnsignedByte(); b != 0; b = body.readUnsignedByte()) {
            name.write(b);
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, String> row(DataInputStream body, List<String> columns) throws IOException {
        Map<String, String> row = new LinkedHashMap<>();
        body.readUnsignedShort();
        for (String column : columns) {
            int length = body.readInt();
            row.put(column, length < 0 ? "" : new String(body.readNBytes(length), StandardCharsets.UTF_8));
        }
        return row;
    }
}
