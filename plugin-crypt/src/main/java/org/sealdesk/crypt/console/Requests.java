package org.sealdesk.crypt.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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

    /** Runs until the input ends. A request that cannot be understood gets an answer that says so. */
    static int serve(Console console, Answer answer) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!line.isBlank()) {
                console.out().println(answer(line, answer));
                console.out().flush();
            }
        }
        return 0;
    }

    private static JsonObject answer(String line, Answer answer) {
        try {
            JsonElement request = JsonParser.parseString(line);
            if (!request.isJsonObject()) {
                return error("a request is a JSON object");
            }
            return answer.to(request.getAsJsonObject());
        } catch (JsonParseException | IllegalStateException e) {
            return error("the line is not JSON");
        } catch (UsageException | IOException e) {
            return error(e.getMessage());
        }
    }

    private static JsonObject error(@org.jspecify.annotations.Nullable String message) {
        JsonObject json = new JsonObject();
        json.addProperty("error", message == null ? "unknown" : message);
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

    static Optional<String> string(JsonObject request, String name) throws UsageException {
        List<String> strings = strings(request, name);
        if (strings.size() > 1) {
            throw new UsageException("\"" + name + "\" is one text");
        }
        return strings.stream().findFirst();
    }
}
