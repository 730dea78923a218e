package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.api.console.Console;

/** One JSON request a line in, one JSON answer a line out, in the same order. */
final class Requests {

    private Requests() {}

    /** Answers one request. */
    @FunctionalInterface
    interface Answer {
        JsonObject to(JsonObject request) throws UsageException, IOException;
    }

    /** What a request gets that cannot be answered. */
    @FunctionalInterface
    interface Refusal {
        /** @param code {@code request.invalid} or {@code file.unreadable} */
        JsonObject of(String code, String reason);
    }

    /** Runs until the input ends. A request that cannot be understood gets an answer that says so. */
    static int serve(Console console, Answer answer) throws IOException {
        return serve(console, answer, (code, reason) -> error(reason));
    }

    static int serve(Console console, Answer answer, Refusal refusal) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank()) {
                String where = "line " + number + ": ";
                console.out().println(answer(line, answer, (code, reason) -> refusal.of(code, where + reason)));
                console.out().flush();
            }
        }
        return 0;
    }

    private static JsonObject answer(String line, Answer answer, Refusal refusal) {
        try {
            JsonElement request = JsonParser.parseString(line);
            if (!request.isJsonObject()) {
                return refusal.of("request.invalid", "not a request: that is a JSON object");
            }
            return answer.to(request.getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            return refusal.of("request.invalid", "not a request in JSON");
        } catch (UsageException e) {
            return refusal.of("request.invalid", String.valueOf(e.getMessage()));
        } catch (InvalidPathException e) {
            return refusal.of("request.invalid", "\"" + e.getInput() + "\" cannot be the name of a file");
        } catch (IOException | UncheckedIOException e) {
            return refusal.of("file.unreadable", String.valueOf(e.getMessage()));
        }
    }

    private static JsonObject error(String message) {
        JsonObject json = new JsonObject();
        json.addProperty("error", message);
        return json;
    }

    static List<String> strings(JsonObject request, String name) throws UsageException {
        JsonElement value = request.get(name);
        if (value == null || value.isJsonNull()) {
            return List.of();
        }
        JsonArray array = new JsonArray();
        if (value.isJsonArray()) {
            array = value.getAsJsonArray();
        } else {
            array.add(value);
        }
        List<String> strings = new ArrayList<>();
        for (JsonElement element : array) {
            if (!element.isJsonPrimitive()) {
                throw new UsageException("\"" + name + "\" holds something that is no text");
            }
            strings.add(element.getAsString());
        }
        return strings;
    }

    /** False if it is not there. */
    static boolean flag(JsonObject request, String name) throws UsageException {
        JsonElement value = request.get(name);
        if (value == null || value.isJsonNull()) {
            return false;
        }
        if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
            throw new UsageException("\"" + name + "\" is true or false, not " + value);
        }
        return value.getAsBoolean();
    }

    static Optional<String> string(JsonObject request, String name) throws UsageException {
        List<String> strings = strings(request, name);
        if (strings.size() > 1) {
            throw new UsageException("\"" + name + "\" is one text");
        }
        return strings.stream().findFirst();
    }
}
