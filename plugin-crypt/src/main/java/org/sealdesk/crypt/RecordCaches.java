package org.sealdesk.crypt;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.sealdesk.api.mail.Recipient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Java 17 remembers, in one static place for the whole machine, the record whose {@code equals}, {@code hashCode} or
 * {@code toString} was linked last. One of ours would hold this plugin's class loader until any other record is linked.
 */
final class RecordCaches {

    private static final Logger LOG = LoggerFactory.getLogger(RecordCaches.class);

    private RecordCaches() {}

    /** Links the methods of a record of the host once more, so that it takes our place. The last thing we do. */
    static void release() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            MethodHandle getter = lookup.findVirtual(Recipient.class, "address", MethodType.methodType(String.class));
            link("equals", MethodType.methodType(boolean.class, Recipient.class, Object.class), getter);
            link("hashCode", MethodType.methodType(int.class, Recipient.class), getter);
            link("toString", MethodType.methodType(String.class, Recipient.class), getter);
        } catch (Throwable e) {
            // Newer Java forgets by itself; no stop fails for this.
            LOG.debug("records stay linked", e);
            if (e instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
    }

    private static void link(String method, MethodType type, MethodHandle getter) throws Throwable {
        ObjectMethods.bootstrap(MethodHandles.lookup(), method, type, Recipient.class, "address", getter);
    }
}
