package org.sealdesk.harness.json;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value that has a text form of its own. */
final class StringAdapter<T> extends TypeAdapter<@Nullable T> {

    private final Function<String, T> parse;

    StringAdapter(Function<String, T> parse) {
        this.parse = parse;
    }

    @Override
    public void write(JsonWriter out, @Nullable T value) throws IOException {
        out.value(value == null ? null : value.toString());
    }

    @Override
    public @Nullable T read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
        }
        return parse.apply(in.nextString());
    }
}
