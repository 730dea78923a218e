package org.sealdesk.harness.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.sealdesk.api.Text;
import org.sealdesk.harness.files.DurableFiles;

/** One Gson that knows the plugin API's value types. */
public final class Json {

    /** For files that people read. */
    public static final Gson PRETTY = builder().setPrettyPrinting().create();

    /** One object a line. */
    public static final Gson LINE = builder().create();

    private Json() {}

    public static <T> T read(Path file, Class<T> type) throws IOException {
        T value = PRETTY.fromJson(Files.readString(file), type);
        if (value == null) {
            throw new IOException("empty JSON file " + file);
        }
        return value;
    }

    public static void write(Path file, Object value) throws IOException {
        DurableFiles.write(file, PRETTY.toJson(value) + "\n");
    }

    private static GsonBuilder builder() {
        return new GsonBuilder()
                .serializeNulls()
                .disableHtmlEscaping()
                .registerTypeAdapterFactory(new OptionalAdapter())
                .registerTypeAdapter(Instant.class, new StringAdapter<>(Instant::parse))
                .registerTypeAdapter(Duration.class, new StringAdapter<>(Duration::parse))
                .registerTypeAdapter(Text.class, new TextAdapter());
    }
}
