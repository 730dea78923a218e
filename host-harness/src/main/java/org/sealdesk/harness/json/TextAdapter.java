package org.sealdesk.harness.json;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.Text;

/** A text with its arguments, each of which keeps its type: {@code {"instant":"…"}}. Data is a plain string. */
final class TextAdapter extends TypeAdapter<@Nullable Text> {

    @Override
    public void write(JsonWriter out, @Nullable Text text) throws IOException {
        if (text == null) {
            out.nullValue();
            return;
        }
        if (text.isData() && text.args().isEmpty()) {
            out.value(text.fallback());
            return;
        }
        out.beginObject().name("key").value(text.key()).name("args").beginArray();
        for (Object arg : text.args()) {
            writeArg(out, arg);
        }
        out.endArray().name("fallback").value(text.fallback()).endObject();
    }

    private void writeArg(JsonWriter out, Object arg) throws IOException {
        out.beginObject();
        if (arg instanceof Text t) {
            write(out.name("text"), t);
        } else if (arg instanceof Integer n) {
            out.name("int").value(n);
        } else if (arg instanceof Long n) {
            out.name("long").value(n);
        } else if (arg instanceof Instant i) {
            out.name("instant").value(i.toString());
        } else if (arg instanceof LocalDate d) {
            out.name("date").value(d.toString());
        } else {
            out.name("string").value(arg.toString());
        }
        out.endObject();
    }

    @Override
    public @Nullable Text read(JsonReader in) throws IOException {
        if (in.peek() == JsonToken.NULL) {
            in.nextNull();
            return null;
        }
        if (in.peek() == JsonToken.STRING) {
            return Text.data(in.nextString());
        }
        String key = "";
        String fallback = "";
        List<Object> args = new ArrayList<>();
        in.beginObject();
        while (in.hasNext()) {
            switch (in.nextName()) {
                case "key" -> key = in.nextString();
                case "fallback" -> fallback = in.nextString();
                case "args" -> {
                    in.beginArray();
                    while (in.hasNext()) {
                        args.add(readArg(in));
                    }
                    in.endArray();
                }
                default -> in.skipValue();
            }
        }
        in.endObject();
        return new Text(key, args, fallback);
    }

    private Object readArg(JsonReader in) throws IOException {
        in.beginObject();
        String type = in.nextName();
        Object value = switch (type) {
            case "text" -> {
                Text text = read(in);
                yield text == null ? "" : text;
            }
            case "int" -> in.nextInt();
            case "long" -> in.nextLong();
            case "instant" -> Instant.parse(in.nextString());
            case "date" -> LocalDate.parse(in.nextString());
            default -> in.nextString();
        };
        in.endObject();
        return value;
    }
}
