package org.sealdesk.crypt;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.pf4j.Plugin;
import org.sealdesk.api.ApiVersion;
import org.sealdesk.api.host.PluginHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** OpenPGP and S/MIME for the host that hands itself to the constructor. */
public final class CryptPlugin extends Plugin {

    private static final Logger LOG = LoggerFactory.getLogger(CryptPlugin.class);

    private final PluginHost host;
    private @Nullable Wiring wiring;

    /** @param host as given by {@link org.sealdesk.api.host.HostedPluginFactory} */
    public CryptPlugin(PluginHost host) {
        this.host = host;
    }

    @Override
    public void start() {
        checkApi();
        PluginScope.run(() -> {
            initialiseBouncyCastle();
            try {
                wiring = Wiring.start(host);
            } catch (IOException e) {
                throw new IllegalStateException("the plugin crypt cannot start: " + e.getMessage(), e);
            }
        });
        Running.set(wiring());
        LOG.info("crypt started");
    }

    @Override
    public void stop() {
        Running.clear();
        Wiring started = wiring;
        wiring = null;
        if (started != null) {
            PluginScope.run(started::close);
        }
        LOG.info("crypt stopped");
        RecordCaches.release();
    }

    private Wiring wiring() {
        if (wiring == null) {
            throw new IllegalStateException("not started");
        }
        return wiring;
    }

    private void checkApi() {
        String theirs = host.apiVersion();
        String major = ApiVersion.CURRENT.substring(0, ApiVersion.CURRENT.indexOf('.') + 1);
        if (!theirs.startsWith(major)) {
            throw new IllegalStateException("the plugin crypt needs plugin API " + major + "x, the host has " + theirs
                    + "; take the plugin version that fits the host");
        }
    }

    /**
     * Bouncy Castle puts parameters into a thread-local of the thread that first touches it. On a thread of the host
     * they would hold this class loader for ever; this thread ends at once.
     */
    private static void initialiseBouncyCastle() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        Class.forName(
                                "org.bouncycastle.crypto.CryptoServicesRegistrar",
                                true,
                                CryptPlugin.class.getClassLoader());
                    } catch (ClassNotFoundException | LinkageError e) {
                        failure.set(e);
                    }
                },
                "crypt-init");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
        if (failure.get() != null) {
            throw new IllegalStateException("Bouncy Castle cannot be loaded", failure.get());
        }
    }
}
