import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import org.rapaio.jupyter.kernel.channels.Channels;
import org.rapaio.jupyter.kernel.channels.MessageHandler;
import org.rapaio.jupyter.kernel.core.ConnectionProperties;
import org.rapaio.jupyter.kernel.core.RapaioKernel;
import org.rapaio.jupyter.kernel.core.Transform;
import org.rapaio.jupyter.kernel.message.MessageType;

/**
 * Starts rapaio-jupyter-kernel 3.0.1 as its own main class does, but for two faults of that class. It takes messages
 * before it has handlers for them, so that its shell dies where Jupyter is quick: here the first message waits. And it
 * logs everything that libraries say, which makes Spark's compiler fail: here Java's own setting stays.
 */
public final class PatientKernel {
    private PatientKernel() {}

    /** Serves the connection that Jupyter describes in the file, until Jupyter ends it. */
    public static void main(String[] arguments) throws Exception {
        String connection = Files.readString(Path.of(arguments[0]));
        Channels channels = new Channels(Transform.fromJson(connection, ConnectionProperties.class));
        CountDownLatch connected = new CountDownLatch(1);
        Field handlers = Channels.class.getDeclaredField("handlers"); // replaced when the channels have connected
        handlers.setAccessible(true);
        handlers.set(channels, new WaitingHandlers(channels, connected));
        channels.connect(new RapaioKernel());
        connected.countDown();
        channels.joinUntilClose();
    }

    /** What stands for the handlers until they are there. */
    private static final class WaitingHandlers extends HashMap<MessageType<?>, MessageHandler<?>> {
        private static final long serialVersionUID = 1L;

        private final transient Channels channels;
        private final transient CountDownLatch connected;

        WaitingHandlers(Channels channels, CountDownLatch connected) {
            this.channels = channels;
            this.connected = connected;
        }

        @Override
        public MessageHandler<?> get(Object type) {
            try {
                connected.await();
            } catch (InterruptedException exception) {
                throw new IllegalStateException(exception);
            }
            return channels.getHandler((MessageType<?>) type);
        }
    }
}
