package org.sealdesk.crypt.migrate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealdesk.crypt.key.Passphrase;

/**
 * The passwords of OpenPGP keys by key id, as the old system's setting {@code PGP::Key::Password} has them: a JSON
 * object, lines {@code id: 'password'} or {@code 'id' => 'password',}, or lines {@code id=password}. Closing it wipes
 * them.
 */
final class PasswordList implements AutoCloseable {

    private static final String SETTING = "PGP::Key::Password";

    private static final Pattern LINE =
            Pattern.compile("\\s*['\"]?(?:0x)?([0-9A-Fa-f]{8,64})['\"]?\\s*(=>|=|:)(.*)", Pattern.DOTALL);

    private static final Pattern QUOTED = Pattern.compile("\\s*(['\"])(.*)\\1\\s*,?\\s*", Pattern.DOTALL);

    private final List<Entry> entries = new ArrayList<>();
    private final List<Integer> strange = new ArrayList<>();

    private PasswordList() {}

    /** @param id as the old system names the key */
    record Entry(String id, Passphrase password) {}

    static PasswordList of(String text) {
        PasswordList list = new PasswordList();
        if (!text.stripLeading().startsWith("{") || !list.json(text)) {
            list.lines(text);
        }
        return list;
    }

    private boolean json(String text) {
        try {
            JsonElement root = JsonParser.parseString(text);
            JsonObject map = root.getAsJsonObject();
            if (map.has(SETTING)) {
                map = map.getAsJsonObject(SETTING);
            }
            int number = 0;
            for (Map.Entry<String, JsonElement> entry : map.entrySet()) {
                number++;
                if (entry.getValue().isJsonPrimitive()) {
                    add(entry.getKey(), entry.getValue().getAsString());
                } else {
                    strange.add(number);
                }
            }
            return true;
        } catch (JsonParseException | IllegalStateException | ClassCastException e) {
            return false;
        }
    }

    private void lines(String text) {
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            String stripped = line.strip();
            boolean frame = stripped.isEmpty()
                    || stripped.startsWith("#")
                    || stripped.startsWith("---")
                    || stripped.contains(SETTING)
                    || stripped.matches("[{}();,]+");
            if (frame) {
                continue;
            }
            Matcher m = LINE.matcher(line);
            if (m.matches()) {
                add(m.group(1), value(m.group(2), m.group(3)));
            } else {
                strange.add(number);
            }
        }
    }

    /** After a plain {@code =} every character counts; elsewhere quotes say where a password begins and ends. */
    private static String value(String separator, String written) {
        Matcher quoted = QUOTED.matcher(written);
        if (quoted.matches() && !separator.equals("=")) {
            return quoted.group(2);
        }
        return separator.equals("=") ? written : written.strip();
    }

    private void add(String id, String password) {
        entries.add(new Entry(id, Passphrase.of(password.toCharArray())));
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Lines that say no password; what they hold may be one and is not repeated. */
    List<Integer> strange() {
        return List.copyOf(strange);
    }

    List<Passphrase> passwords() {
        return entries.stream().map(Entry::password).toList();
    }

    @Override
    public void close() {
        entries.forEach(entry -> entry.password().close());
    }
}
