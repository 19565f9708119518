module consumer {
    requires org.brokersdk.BROKER;
}
